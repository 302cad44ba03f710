using System.Text;
using Mcu.Common.Protocol.MessagePack;

namespace Mcu.Common.Protocol;

// Reads the fields of one control message, one after the other, and holds them to their limits. What it refuses becomes a
// ProtocolException that names message and field, says what stood there, and what is allowed.
internal ref struct FieldReader
{
    private const string MuteStates = "0 to 255";
    private const MuteState KnownMuteStates = MuteState.Self | MuteState.Host;

    private MessagePackReader _reader;
    private ControlMessageType _type;
    private int _count;
    private int _read;
    private string _field = "type";

    public FieldReader(ReadOnlySpan<byte> body) => _reader = new MessagePackReader(body);

    // Reads the array's header and the type; everything else follows.
    public ControlMessageType ReadType()
    {
        if (_reader.NextType != MessagePackType.Array)
        {
            throw Refuse($"A control message is {Describe(_reader.NextType)}; an array is allowed.");
        }

        _count = _reader.ReadArrayHeader();
        if (_count == 0)
        {
            throw Refuse("A control message is an empty array; its type must stand first.");
        }

        if (_reader.NextType != MessagePackType.Integer)
        {
            throw Refuse($"A control message begins with {Describe(_reader.NextType)}; its type, an integer, is allowed.");
        }

        Int128 type = _reader.ReadInteger();
        if (type < 0 || type > ushort.MaxValue)
        {
            throw Refuse($"A control message has the type {type}; 0 to {ushort.MaxValue} is allowed.");
        }

        _read = 1;
        return _type = (ControlMessageType)(ushort)type;
    }

    public uint ReadRequestId() => (uint)ReadInteger("request_id", 1, uint.MaxValue);

    public ulong ReadParticipantId(string field) => ReadInteger(field, 1, ulong.MaxValue);

    // For a type that is not known: its first field where that can be a request's id, otherwise 0. Never refuses a field.
    public uint ReadRequestIdOrZero()
    {
        _field = "request_id";
        if (_read == _count || _reader.NextType != MessagePackType.Integer)
        {
            return 0;
        }

        _read++;
        Int128 value = _reader.ReadInteger();
        return value >= 0 && value <= uint.MaxValue ? (uint)value : 0;
    }

    public ulong ReadInteger(string field, ulong min, ulong max)
    {
        Next(field, MessagePackType.Integer, $"{min} to {max}");
        return IntegerWithin(min, max);
    }

    public bool ReadBoolean(string field)
    {
        Next(field, MessagePackType.Boolean, "a boolean");
        return _reader.ReadBoolean();
    }

    public string ReadText(string field, int maxBytes)
    {
        Next(field, MessagePackType.Text, $"text of at most {maxBytes} bytes");
        return TextWithin(maxBytes);
    }

    // Bits that a newer server has added are passed over.
    public MuteState ReadMuteState(string field)
    {
        Next(field, MessagePackType.Integer, MuteStates);
        return MuteStateWithin();
    }

    public ulong[] ReadParticipantIds(string field)
    {
        Next(field, MessagePackType.Array, $"an array of at most {ProtocolLimits.MaxTalkers} ids");
        int count = _reader.ReadArrayHeader();
        if (count > ProtocolLimits.MaxTalkers)
        {
            throw Refuse($"{Where} has {count} ids; at most {ProtocolLimits.MaxTalkers} are allowed.");
        }

        ulong[] ids = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            Expect(MessagePackType.Integer, $"1 to {ulong.MaxValue}");
            ids[i] = IntegerWithin(1, ulong.MaxValue);
        }

        return ids;
    }

    public RosterEntry[] ReadRoster()
    {
        Next("roster", MessagePackType.Array, $"an array of at most {ProtocolLimits.MaxRosterPart} participants");
        int count = _reader.ReadArrayHeader();
        if (count > ProtocolLimits.MaxRosterPart)
        {
            throw Refuse($"{Where} has {count} participants; at most {ProtocolLimits.MaxRosterPart} are allowed.");
        }

        var roster = new RosterEntry[count];
        for (int i = 0; i < count; i++)
        {
            roster[i] = ReadRosterEntry();
        }

        return roster;
    }

    // Passes over fields that a newer peer has added, and makes sure that the frame ends with the array.
    public void Finish()
    {
        _field = "trailing fields";
        for (; _read < _count; _read++)
        {
            _reader.Skip();
        }

        if (!_reader.End)
        {
            throw Refuse($"{FieldName.Of(_type)}: {_reader.Remaining} bytes follow the message; its frame must end with it.");
        }
    }

    // What becomes of bytes that are not MessagePack.
    public readonly ProtocolException Malformed(MessagePackException e) => _read == 0
        ? new ProtocolException(CloseCode.ProtocolViolation, $"A control message is malformed: {e.Message}", e)
        : new ProtocolException(CloseCode.ProtocolViolation, $"{Where} is malformed: {e.Message}", e);

    private readonly string Where => FieldName.Of(_type, _field);

    private RosterEntry ReadRosterEntry()
    {
        _field = "roster";
        Expect(MessagePackType.Array, "an array [id, name, mute] for each participant");
        int count = _reader.ReadArrayHeader();
        if (count < 3)
        {
            throw Refuse($"{Where} has a participant of {count} fields; at least 3, id, name and mute, are needed.");
        }

        _field = "roster.id";
        Expect(MessagePackType.Integer, $"1 to {ulong.MaxValue}");
        ulong id = IntegerWithin(1, ulong.MaxValue);
        _field = "roster.name";
        Expect(MessagePackType.Text, $"text of at most {ProtocolLimits.MaxNameBytes} bytes");
        string name = TextWithin(ProtocolLimits.MaxNameBytes);
        _field = "roster.mute";
        Expect(MessagePackType.Integer, MuteStates);
        MuteState mute = MuteStateWithin();
        for (int i = 3; i < count; i++)
        {
            _reader.Skip();
        }

        return new RosterEntry(id, name, mute);
    }

    private void Next(string field, MessagePackType type, string allowed)
    {
        _field = field;
        if (_read == _count)
        {
            throw Refuse($"{Where} is missing: the message ends after {_read - 1} fields; {allowed} is needed.");
        }

        _read++;
        Expect(type, allowed);
    }

    private readonly void Expect(MessagePackType type, string allowed)
    {
        if (_reader.NextType != type)
        {
            throw Refuse($"{Where} is {Describe(_reader.NextType)}; {allowed} is allowed.");
        }
    }

    private ulong IntegerWithin(ulong min, ulong max)
    {
        Int128 value = _reader.ReadInteger();
        return value >= min && value <= max
            ? (ulong)value
            : throw Refuse($"{Where} is {value}; {min} to {max} is allowed.");
    }

    private MuteState MuteStateWithin() => (MuteState)IntegerWithin(0, byte.MaxValue) & KnownMuteStates;

    private string TextWithin(int maxBytes)
    {
        ReadOnlySpan<byte> text = _reader.ReadStringSpan();
        return text.Length <= maxBytes
            ? Encoding.UTF8.GetString(text)
            : throw Refuse($"{Where} has {text.Length} bytes of text; at most {maxBytes} are allowed.");
    }

    private static string Describe(MessagePackType type) => MessagePackFormat.Describe(type);

    private static ProtocolException Refuse(string sentence) => new(CloseCode.ProtocolViolation, sentence);
}
