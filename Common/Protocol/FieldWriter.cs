using System.Buffers;
using System.Text;
using Mcu.Common.Protocol.MessagePack;

namespace Mcu.Common.Protocol;

// Writes the fields of one control message and holds them to the limits that the peer's FieldReader checks. What breaks one
// is our own mistake, so it throws ArgumentException with the message's and the field's name.
internal readonly ref struct FieldWriter
{
    private readonly MessagePackWriter _writer;
    private readonly ControlMessageType _type;

    public FieldWriter(IBufferWriter<byte> output, ControlMessage message)
    {
        _writer = new MessagePackWriter(output);
        _type = message.Type;
        _writer.WriteArrayHeader(1 + message.FieldCount);
        _writer.Write((ulong)message.Type);
    }

    public void WriteRequestId(uint value) => WriteInteger("request_id", value, 1, uint.MaxValue);

    public void WriteParticipantId(string field, ulong value) => WriteInteger(field, value, 1, ulong.MaxValue);

    public void WriteInteger(string field, ulong value, ulong min, ulong max)
    {
        if (value < min || value > max)
        {
            throw new ArgumentException($"{FieldName.Of(_type, field)} is {value}; {min} to {max} is allowed.");
        }

        _writer.Write(value);
    }

    public void WriteBoolean(bool value) => _writer.Write(value);

    public void WriteText(string field, string value, int maxBytes)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        if (length > maxBytes)
        {
            throw new ArgumentException(
                $"{FieldName.Of(_type, field)} has {length} bytes of text; at most {maxBytes} are allowed.");
        }

        _writer.Write(value);
    }

    public void WriteMuteState(string field, MuteState value) => WriteInteger(field, (byte)value, 0, byte.MaxValue);

    public void WriteParticipantIds(string field, IReadOnlyList<ulong> ids)
    {
        if (ids.Count > ProtocolLimits.MaxTalkers)
        {
            throw new ArgumentException(
                $"{FieldName.Of(_type, field)} has {ids.Count} ids; at most {ProtocolLimits.MaxTalkers} are allowed.");
        }

        _writer.WriteArrayHeader(ids.Count);
        foreach (ulong id in ids)
        {
            WriteParticipantId(field, id);
        }
    }

    public void WriteRoster(IReadOnlyList<RosterEntry> roster)
    {
        if (roster.Count > ProtocolLimits.MaxRosterPart)
        {
            throw new ArgumentException($"{FieldName.Of(_type, "roster")} has {roster.Count} participants; "
                + $"at most {ProtocolLimits.MaxRosterPart} are allowed. {nameof(RosterPaging)} makes parts of it.");
        }

        _writer.WriteArrayHeader(roster.Count);
        foreach (RosterEntry entry in roster)
        {
            _writer.WriteArrayHeader(3);
            WriteParticipantId("roster.id", entry.Id);
            WriteText("roster.name", entry.Name, ProtocolLimits.MaxNameBytes);
            WriteMuteState("roster.mute", entry.Mute);
        }
    }
}
