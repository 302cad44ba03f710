using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Mcu.Common.Protocol.MessagePack;

/// <summary>
/// Reads MessagePack values one after another, every format of the specification, straight from a span. It is pure and
/// allocates nothing but the strings it returns.
/// </summary>
/// <remarks>
/// Errors: whatever stands in the bytes, only <see cref="MessagePackException"/> is thrown; the position is undefined after it.
/// Every length and count is checked against the bytes that remain before it is believed, so a header cannot promise more
/// than was sent. Source: the MessagePack specification, with the timestamp extension.
/// </remarks>
public ref partial struct MessagePackReader
{
    private readonly ReadOnlySpan<byte> _data;
    private int _position;

    /// <summary>Starts at the first byte of <paramref name="data"/>.</summary>
    public MessagePackReader(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>Bytes read so far.</summary>
    public readonly int Consumed => _position;

    /// <summary>Bytes not yet read.</summary>
    public readonly int Remaining => _data.Length - _position;

    /// <summary>Whether every byte was read.</summary>
    public readonly bool End => Remaining == 0;

    /// <summary>The kind of the next value.</summary>
    /// <exception cref="MessagePackException">There is no next value.</exception>
    public readonly MessagePackType NextType =>
        End ? throw EndedEarly(1) : MessagePackFormat.TypeOf(_data[_position]);

    /// <summary>Reads nil.</summary>
    public void ReadNil()
    {
        byte format = TakeFormat();
        if (format != MessagePackFormat.Nil)
        {
            throw Unexpected(format, "nil");
        }
    }

    /// <summary>Reads true or false.</summary>
    public bool ReadBoolean()
    {
        byte format = TakeFormat();
        return format switch
        {
            MessagePackFormat.True => true,
            MessagePackFormat.False => false,
            _ => throw Unexpected(format, "a boolean"),
        };
    }

    /// <summary>Reads an integer of any format: −2^63 to 2^64 − 1.</summary>
    public Int128 ReadInteger()
    {
        byte format = TakeFormat();
        return format switch
        {
            <= MessagePackFormat.MaxPositiveFixInt => format,
            >= MessagePackFormat.MinNegativeFixInt => (sbyte)format,
            MessagePackFormat.UInt8 => Take(1)[0],
            MessagePackFormat.UInt16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            MessagePackFormat.UInt32 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            MessagePackFormat.UInt64 => BinaryPrimitives.ReadUInt64BigEndian(Take(8)),
            MessagePackFormat.Int8 => (sbyte)Take(1)[0],
            MessagePackFormat.Int16 => BinaryPrimitives.ReadInt16BigEndian(Take(2)),
            MessagePackFormat.Int32 => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            MessagePackFormat.Int64 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
            _ => throw Unexpected(format, "an integer"),
        };
    }

    /// <summary>Reads an integer of any format that fits 64 bits with a sign.</summary>
    public long ReadInt64()
    {
        Int128 value = ReadInteger();
        return value <= long.MaxValue
            ? (long)value
            : throw new MessagePackException($"The integer is {value}; at most {long.MaxValue} is allowed.");
    }

    /// <summary>Reads an integer of any format that is not negative.</summary>
    public ulong ReadUInt64()
    {
        Int128 value = ReadInteger();
        return value >= 0
            ? (ulong)value
            : throw new MessagePackException($"The integer is {value}; at least 0 is allowed.");
    }

    /// <summary>Reads a 32-bit float.</summary>
    public float ReadSingle()
    {
        byte format = TakeFormat();
        return format == MessagePackFormat.Float32
            ? BinaryPrimitives.ReadSingleBigEndian(Take(4))
            : throw Unexpected(format, "a 32-bit float");
    }

    /// <summary>Reads a float of 32 or 64 bits.</summary>
    public double ReadDouble()
    {
        byte format = TakeFormat();
        return format switch
        {
            MessagePackFormat.Float32 => BinaryPrimitives.ReadSingleBigEndian(Take(4)),
            MessagePackFormat.Float64 => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
            _ => throw Unexpected(format, "a float"),
        };
    }

    /// <summary>Reads text; anything but well-formed UTF-8 (no overlong forms, no surrogates) is an error.</summary>
    public string ReadString() => Encoding.UTF8.GetString(ReadStringSpan());

    /// <summary>Reads text without copying it.</summary>
    /// <returns>Well-formed UTF-8, a part of the data this reader was made with.</returns>
    public ReadOnlySpan<byte> ReadStringSpan()
    {
        byte format = TakeFormat();
        ReadOnlySpan<byte> text = format switch
        {
            >= MessagePackFormat.FixStr and < MessagePackFormat.Nil => Take(format - MessagePackFormat.FixStr),
            MessagePackFormat.Str8 => Take(TakeLength(1)),
            MessagePackFormat.Str16 => Take(TakeLength(2)),
            MessagePackFormat.Str32 => Take(TakeLength(4)),
            _ => throw Unexpected(format, "text"),
        };
        return Utf8.IsValid(text)
            ? text
            : throw new MessagePackException($"The text of {text.Length} bytes is not well-formed UTF-8.");
    }

    /// <summary>Reads binary without copying it.</summary>
    /// <returns>A part of the data this reader was made with.</returns>
    public ReadOnlySpan<byte> ReadBytes()
    {
        byte format = TakeFormat();
        return format switch
        {
            MessagePackFormat.Bin8 => Take(TakeLength(1)),
            MessagePackFormat.Bin16 => Take(TakeLength(2)),
            MessagePackFormat.Bin32 => Take(TakeLength(4)),
            _ => throw Unexpected(format, "binary"),
        };
    }

    /// <summary>Reads an array's header.</summary>
    /// <returns>How many values follow; no more than bytes remain, because every value takes at least one.</returns>
    public int ReadArrayHeader()
    {
        byte format = TakeFormat();
        return format switch
        {
            >= MessagePackFormat.FixArray and < MessagePackFormat.FixStr => Counted(format - MessagePackFormat.FixArray, 1),
            MessagePackFormat.Array16 => Counted(TakeLength(2), 1),
            MessagePackFormat.Array32 => Counted(TakeLength(4), 1),
            _ => throw Unexpected(format, "an array"),
        };
    }

    /// <summary>Reads a map's header.</summary>
    /// <returns>How many pairs of key and value follow; no more than fit the bytes that remain.</returns>
    public int ReadMapHeader()
    {
        byte format = TakeFormat();
        return format switch
        {
            >= MessagePackFormat.FixMap and < MessagePackFormat.FixArray => Counted(format - MessagePackFormat.FixMap, 2),
            MessagePackFormat.Map16 => Counted(TakeLength(2), 2),
            MessagePackFormat.Map32 => Counted(TakeLength(4), 2),
            _ => throw Unexpected(format, "a map"),
        };
    }

    private byte TakeFormat() => Take(1)[0];

    // A length of 1, 2 or 4 bytes; larger than the bytes that remain is larger than anything this reader can hold.
    private long TakeLength(int width) => width switch
    {
        1 => Take(1)[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        _ => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
    };

    private ReadOnlySpan<byte> Take(long length)
    {
        if (length > Remaining)
        {
            throw EndedEarly(length);
        }

        ReadOnlySpan<byte> taken = _data.Slice(_position, (int)length);
        _position += (int)length;
        return taken;
    }

    private readonly int Counted(long count, int valuesEach) => count * valuesEach <= Remaining
        ? (int)count
        : throw new MessagePackException(
            $"A header announces {count * valuesEach} values of at least one byte, but only {Remaining} bytes remain.");

    private readonly MessagePackException EndedEarly(long needed) =>
        new($"The data ends too early: {needed} more bytes are needed, {Remaining} remain.");

    private static MessagePackException Unexpected(byte format, string wanted) =>
        new($"The value is {MessagePackFormat.Describe(MessagePackFormat.TypeOf(format))} (format byte 0x{format:x2}); "
            + $"{wanted} is allowed.");
}
