using System.Buffers.Binary;
using Xunit;

namespace Mcu.EndToEnd.Tests.Sound;

// What a client wrote: 48 kHz mono 16-bit with the plain 44-byte header, and nothing else is accepted.
internal static class HeardWav
{
    public static float[] Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        Assert.Equal("RIFF"u8.ToArray(), file[..4]);
        Assert.Equal(file.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)));
        Assert.Equal(48_000, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(24)));
        Assert.Equal(file.Length - 44, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(40)));
        var samples = new float[(file.Length - 44) / 2];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(44 + (2 * i))) / 32768f;
        }

        return samples;
    }

    // The same kind of file, for a client to say.
    public static void Write(string path, float[] samples)
    {
        using var file = new BinaryWriter(File.Create(path));
        file.Write("RIFF"u8);
        file.Write(36 + (2 * samples.Length));
        file.Write("WAVEfmt "u8);
        file.Write(16);
        file.Write((short)1);
        file.Write((short)1);
        file.Write(48_000);
        file.Write(96_000);
        file.Write((short)2);
        file.Write((short)16);
        file.Write("data"u8);
        file.Write(2 * samples.Length);
        foreach (float sample in samples)
        {
            file.Write((short)Math.Round(sample * short.MaxValue));
        }
    }
}
