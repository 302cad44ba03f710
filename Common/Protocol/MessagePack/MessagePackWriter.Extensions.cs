using System.Buffers;
using System.Buffers.Binary;

namespace Mcu.Common.Protocol.MessagePack;

/// <content>Extensions, and the one extension type the specification defines.</content>
public readonly ref partial struct MessagePackWriter
{
    private const int NanosecondShift = 34;

    /// <summary>Writes an extension.</summary>
    /// <param name="type">Its type number: 0 to 127 are the application's, negative ones the specification's.</param>
    /// <param name="data">Its bytes; 1, 2, 4, 8 and 16 take the formats without a length.</param>
    public void WriteExtension(sbyte type, ReadOnlySpan<byte> data)
    {
        switch (data.Length)
        {
            case 1:
                WriteByte(MessagePackFormat.FixExt1);
                break;
            case 2:
                WriteByte(MessagePackFormat.FixExt2);
                break;
            case 4:
                WriteByte(MessagePackFormat.FixExt4);
                break;
            case 8:
                WriteByte(MessagePackFormat.FixExt8);
                break;
            case 16:
                WriteByte(MessagePackFormat.FixExt16);
                break;
            case <= byte.MaxValue:
                WriteHeader(MessagePackFormat.Ext8, 1, (ulong)data.Length);
                break;
            case <= ushort.MaxValue:
                WriteHeader(MessagePackFormat.Ext16, 2, (ulong)data.Length);
                break;
            default:
                WriteHeader(MessagePackFormat.Ext32, 4, (ulong)data.Length);
                break;
        }

        WriteByte((byte)type);
        _output.Write(data);
    }

    /// <summary>Writes a timestamp in 32, 64 or 96 bits, the fewest that hold it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A whole second or more of nanoseconds.</exception>
    public void Write(MessagePackTimestamp value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Nanoseconds, MessagePackTimestamp.MaxNanoseconds, nameof(value));
        Span<byte> data = stackalloc byte[12];
        if (value.Seconds is < 0 or >= 1L << NanosecondShift)
        {
            BinaryPrimitives.WriteUInt32BigEndian(data, value.Nanoseconds);
            BinaryPrimitives.WriteInt64BigEndian(data[4..], value.Seconds);
        }
        else if (value.Nanoseconds != 0 || value.Seconds > uint.MaxValue)
        {
            data = data[..8];
            BinaryPrimitives.WriteUInt64BigEndian(data, ((ulong)value.Nanoseconds << NanosecondShift) | (ulong)value.Seconds);
        }
        else
        {
            data = data[..4];
            BinaryPrimitives.WriteUInt32BigEndian(data, (uint)value.Seconds);
        }

        WriteExtension(MessagePackTimestamp.ExtensionType, data);
    }
}
