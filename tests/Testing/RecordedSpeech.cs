using System.Buffers.Binary;

namespace Mcu.Testing;

/// <summary>Real speech to test with: the recordings of Debian's alsa-utils, some 11 s, 48 kHz mono.</summary>
public static class RecordedSpeech
{
    private const string Folder = "/usr/share/sounds/alsa";

    private static readonly string[] s_files =
    [
        "Front_Center.wav", "Front_Left.wav", "Front_Right.wav",
        "Rear_Center.wav", "Rear_Left.wav", "Rear_Right.wav", "Side_Left.wav",
        "Side_Right.wav",
    ];

    private static readonly Lazy<float[]> s_all = new(() => [.. s_files.SelectMany(Read)]);

    /// <summary>All of it, one after the other, cut to whole frames.</summary>
    /// <exception cref="FileNotFoundException">alsa-utils is not installed.</exception>
    public static ReadOnlySpan<float> Samples => s_all.Value.AsSpan(0, s_all.Value.Length / 960 * 960);

    private static float[] Read(string name)
    {
        string path = Path.Combine(Folder, name);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"These tests need recorded speech, and {path} is not there: install it with \"apt install alsa-utils\" "
                + "(scripts/test does).");
        }

        byte[] file = File.ReadAllBytes(path);
        int chunk = 12;
        while (!file.AsSpan(chunk, 4).SequenceEqual("data"u8))
        {
            chunk += 8 + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(chunk + 4));
        }

        int length = Math.Min(BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(chunk + 4)), file.Length - chunk - 8) / 2;
        float[] samples = new float[length];
        for (int i = 0; i < length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(chunk + 8 + (2 * i))) / 32768f;
        }

        return samples;
    }
}
