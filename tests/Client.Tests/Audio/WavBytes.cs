using System.Buffers.Binary;
using System.Text;

namespace Mcu.Client.Tests.Audio;

// Builds WAV files in memory, right and wrong ones.
internal static class WavBytes
{
    public static byte[] Make(
        ushort tag, int rate, int channels, int bits, byte[] samples, params (string Id, byte[] Bytes)[] before)
    {
        var format = new byte[16];
        WriteFormat(format, tag, rate, channels, bits);
        return Riff([.. before, ("fmt ", format), ("data", samples)]);
    }

    public static byte[] MakeExtensible(ushort tag, int rate, int channels, int bits, byte[] samples)
    {
        var format = new byte[40];
        WriteFormat(format, 0xFFFE, rate, channels, bits);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(16), 22);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(18), (ushort)bits);
        new Guid(tag, 0, 0x10, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71).ToByteArray().CopyTo(format, 24);
        return Riff(("fmt ", format), ("data", samples));
    }

    public static byte[] Riff(params (string Id, byte[] Bytes)[] chunks)
    {
        var stream = new MemoryStream();
        stream.Write("RIFF\0\0\0\0WAVE"u8);
        Span<byte> size = stackalloc byte[4];
        foreach ((string id, byte[] bytes) in chunks)
        {
            stream.Write(Encoding.ASCII.GetBytes(id));
            BinaryPrimitives.WriteInt32LittleEndian(size, bytes.Length);
            stream.Write(size);
            stream.Write(bytes);
            if (bytes.Length % 2 == 1)
            {
                stream.WriteByte(0);
            }
        }

        byte[] file = stream.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        return file;
    }

    public static byte[] Pcm16(params short[] samples) =>
        [.. samples.SelectMany(sample => new[] { (byte)sample, (byte)(sample >> 8) })];

    public static byte[] Pcm24(params int[] samples) =>
        [.. samples.SelectMany(sample => new[] { (byte)sample, (byte)(sample >> 8), (byte)(sample >> 16) })];

    public static byte[] Float32(params float[] samples) => [.. samples.SelectMany(BitConverter.GetBytes)];

    public static byte[] Tone(int rate, double hz, double seconds, float amplitude = 0.5f) => Float32(
        [.. Enumerable.Range(0, (int)(rate * seconds)).Select(i => amplitude * (float)Math.Sin(Math.Tau * hz * i / rate))]);

    private static void WriteFormat(Span<byte> format, ushort tag, int rate, int channels, int bits)
    {
        int blockSize = channels * bits / 8;
        BinaryPrimitives.WriteUInt16LittleEndian(format, tag);
        BinaryPrimitives.WriteUInt16LittleEndian(format[2..], (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(format[4..], rate);
        BinaryPrimitives.WriteInt32LittleEndian(format[8..], unchecked(rate * blockSize));
        BinaryPrimitives.WriteUInt16LittleEndian(format[12..], (ushort)blockSize);
        BinaryPrimitives.WriteUInt16LittleEndian(format[14..], (ushort)bits);
    }
}
