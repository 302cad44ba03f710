using System.Buffers.Binary;

namespace Mcu.Client.Audio;

// Pure: sample bytes of a WAV file ↔ mono floats of ±1.
internal static class WavSamples
{
    // Bytes: whole blocks, as many as mono has room for. Stereo is mixed down to its mean; what is not a number becomes 0.
    public static void ToMono(ReadOnlySpan<byte> bytes, WavFormat format, Span<float> mono)
    {
        int size = format.BytesPerSample;
        int blocks = bytes.Length / format.BlockSize;
        for (int i = 0; i < blocks; i++)
        {
            ReadOnlySpan<byte> block = bytes.Slice(i * format.BlockSize, format.BlockSize);
            float sample = ToFloat(block, format.Encoding);
            mono[i] = format.Channels == 1 ? sample : (sample + ToFloat(block[size..], format.Encoding)) / 2;
        }
    }

    // Rounds to 16 bits, little-endian; louder than ±1 is clipped.
    public static void ToPcm16(ReadOnlySpan<float> mono, Span<byte> bytes)
    {
        for (int i = 0; i < mono.Length; i++)
        {
            float scaled = MathF.Round(mono[i] * 32768f);
            short sample = float.IsNaN(scaled) ? (short)0 : (short)Math.Clamp(scaled, short.MinValue, short.MaxValue);
            BinaryPrimitives.WriteInt16LittleEndian(bytes[(2 * i)..], sample);
        }
    }

    private static float ToFloat(ReadOnlySpan<byte> bytes, WavEncoding encoding)
    {
        switch (encoding)
        {
            case WavEncoding.Pcm16:
                return BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32768f;
            case WavEncoding.Pcm24:
                int value = bytes[0] | (bytes[1] << 8) | ((sbyte)bytes[2] << 16);
                return value / 8388608f;
            default:
                float sample = BinaryPrimitives.ReadSingleLittleEndian(bytes);
                // A float file may hold anything; one wild sample must not ring through the resampler for ever.
                return float.IsFinite(sample) ? Math.Clamp(sample, -1f, 1f) : 0f;
        }
    }
}
