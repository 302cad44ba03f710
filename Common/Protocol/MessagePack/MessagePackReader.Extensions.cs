using System.Buffers.Binary;

namespace Mcu.Common.Protocol.MessagePack;

/// <content>Extensions, and the one extension type the specification defines.</content>
public ref partial struct MessagePackReader
{
    private const int NanosecondBits = 30;
    private const int SecondBits = 34;

    /// <summary>Reads an extension of any format without copying it.</summary>
    /// <param name="type">Its type number: 0 to 127 are the application's, negative ones the specification's.</param>
    /// <returns>Its bytes, a part of the data this reader was made with.</returns>
    public ReadOnlySpan<byte> ReadExtension(out sbyte type)
    {
        byte format = TakeFormat();
        long length = format switch
        {
            MessagePackFormat.FixExt1 => 1,
            MessagePackFormat.FixExt2 => 2,
            MessagePackFormat.FixExt4 => 4,
            MessagePackFormat.FixExt8 => 8,
            MessagePackFormat.FixExt16 => 16,
            MessagePackFormat.Ext8 => TakeLength(1),
            MessagePackFormat.Ext16 => TakeLength(2),
            MessagePackFormat.Ext32 => TakeLength(4),
            _ => throw Unexpected(format, "an extension"),
        };
        type = (sbyte)Take(1)[0];
        return Take(length);
    }

    /// <summary>Reads a timestamp of 32, 64 or 96 bits.</summary>
    public MessagePackTimestamp ReadTimestamp()
    {
        ReadOnlySpan<byte> data = ReadExtension(out sbyte type);
        if (type != MessagePackTimestamp.ExtensionType)
        {
            throw new MessagePackException(
                $"The extension has type {type}; {MessagePackTimestamp.ExtensionType}, a timestamp, is allowed.");
        }

        MessagePackTimestamp timestamp = data.Length switch
        {
            4 => new MessagePackTimestamp(BinaryPrimitives.ReadUInt32BigEndian(data), 0),
            8 => OfPacked(BinaryPrimitives.ReadUInt64BigEndian(data)),
            12 => new MessagePackTimestamp(
                BinaryPrimitives.ReadInt64BigEndian(data[4..]), BinaryPrimitives.ReadUInt32BigEndian(data)),
            _ => throw new MessagePackException($"The timestamp has {data.Length} bytes; 4, 8 or 12 are allowed."),
        };
        return timestamp.Nanoseconds <= MessagePackTimestamp.MaxNanoseconds
            ? timestamp
            : throw new MessagePackException(
                $"The timestamp has {timestamp.Nanoseconds} ns; at most {MessagePackTimestamp.MaxNanoseconds} are allowed.");
    }

    private static MessagePackTimestamp OfPacked(ulong packed) =>
        new((long)(packed & ((1UL << SecondBits) - 1)), (uint)(packed >> (64 - NanosecondBits)));
}
