using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Mcu.Common.Protocol.MessagePack;

/// <summary>
/// Writes MessagePack values one after another, each in its shortest format. It is pure and allocates nothing itself.
/// </summary>
/// <remarks>Source: the MessagePack specification, with the timestamp extension.</remarks>
public readonly ref partial struct MessagePackWriter
{
    private readonly IBufferWriter<byte> _output;

    /// <summary>Writes to the end of <paramref name="output"/>.</summary>
    public MessagePackWriter(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
    }

    /// <summary>Writes nil.</summary>
    public void WriteNil() => WriteByte(MessagePackFormat.Nil);

    /// <summary>Writes true or false.</summary>
    public void Write(bool value) => WriteByte(value ? MessagePackFormat.True : MessagePackFormat.False);

    /// <summary>Writes an integer; what is not negative takes the unsigned formats.</summary>
    public void Write(long value)
    {
        switch (value)
        {
            case >= 0:
                Write((ulong)value);
                break;
            case >= -32:
                WriteByte((byte)value);
                break;
            case >= sbyte.MinValue:
                WriteHeader(MessagePackFormat.Int8, 1, (ulong)value);
                break;
            case >= short.MinValue:
                WriteHeader(MessagePackFormat.Int16, 2, (ulong)value);
                break;
            case >= int.MinValue:
                WriteHeader(MessagePackFormat.Int32, 4, (ulong)value);
                break;
            default:
                WriteHeader(MessagePackFormat.Int64, 8, (ulong)value);
                break;
        }
    }

    /// <summary>Writes an integer.</summary>
    public void Write(ulong value)
    {
        switch (value)
        {
            case <= MessagePackFormat.MaxPositiveFixInt:
                WriteByte((byte)value);
                break;
            case <= byte.MaxValue:
                WriteHeader(MessagePackFormat.UInt8, 1, value);
                break;
            case <= ushort.MaxValue:
                WriteHeader(MessagePackFormat.UInt16, 2, value);
                break;
            case <= uint.MaxValue:
                WriteHeader(MessagePackFormat.UInt32, 4, value);
                break;
            default:
                WriteHeader(MessagePackFormat.UInt64, 8, value);
                break;
        }
    }

    /// <summary>Writes a 32-bit float.</summary>
    public void Write(float value) =>
        WriteHeader(MessagePackFormat.Float32, 4, BitConverter.SingleToUInt32Bits(value));

    /// <summary>Writes a 64-bit float.</summary>
    public void Write(double value) =>
        WriteHeader(MessagePackFormat.Float64, 8, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Writes text as UTF-8; a lone surrogate becomes U+FFFD.</summary>
    public void Write(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        int length = Encoding.UTF8.GetByteCount(value);
        WriteTextHeader(length);
        if (length > 0)
        {
            Encoding.UTF8.GetBytes(value, _output.GetSpan(length));
            _output.Advance(length);
        }
    }

    /// <summary>Writes binary.</summary>
    public void Write(ReadOnlySpan<byte> value)
    {
        switch (value.Length)
        {
            case <= byte.MaxValue:
                WriteHeader(MessagePackFormat.Bin8, 1, (ulong)value.Length);
                break;
            case <= ushort.MaxValue:
                WriteHeader(MessagePackFormat.Bin16, 2, (ulong)value.Length);
                break;
            default:
                WriteHeader(MessagePackFormat.Bin32, 4, (ulong)value.Length);
                break;
        }

        _output.Write(value);
    }

    /// <summary>Writes an array's header; <paramref name="count"/> values must follow.</summary>
    public void WriteArrayHeader(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        WriteCount(count, MessagePackFormat.FixArray, MessagePackFormat.Array16, MessagePackFormat.Array32);
    }

    /// <summary>Writes a map's header; <paramref name="count"/> pairs of key and value must follow.</summary>
    public void WriteMapHeader(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        WriteCount(count, MessagePackFormat.FixMap, MessagePackFormat.Map16, MessagePackFormat.Map32);
    }

    private void WriteTextHeader(int length)
    {
        switch (length)
        {
            case < 32:
                WriteByte((byte)(MessagePackFormat.FixStr | length));
                break;
            case <= byte.MaxValue:
                WriteHeader(MessagePackFormat.Str8, 1, (ulong)length);
                break;
            case <= ushort.MaxValue:
                WriteHeader(MessagePackFormat.Str16, 2, (ulong)length);
                break;
            default:
                WriteHeader(MessagePackFormat.Str32, 4, (ulong)length);
                break;
        }
    }

    private void WriteCount(int count, byte fix, byte of16, byte of32)
    {
        switch (count)
        {
            case < 16:
                WriteByte((byte)(fix | count));
                break;
            case <= ushort.MaxValue:
                WriteHeader(of16, 2, (ulong)count);
                break;
            default:
                WriteHeader(of32, 4, (ulong)count);
                break;
        }
    }

    private void WriteByte(byte value)
    {
        _output.GetSpan(1)[0] = value;
        _output.Advance(1);
    }

    // A format byte and the lowest `width` bytes (1, 2, 4 or 8) of what stands in `bits`, the most significant first.
    private void WriteHeader(byte format, int width, ulong bits)
    {
        Span<byte> bytes = stackalloc byte[1 + sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes[1..], bits << (8 * (sizeof(ulong) - width)));
        bytes[0] = format;
        _output.Write(bytes[..(1 + width)]);
    }
}
