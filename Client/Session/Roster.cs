using Mcu.Common.Protocol;

namespace Mcu.Client.Session;

// Who is in the room, who is host, and who has been there. Written by the session's reader, read by anyone: every call locks,
// none of them is on the audio path.
internal sealed class Roster
{
    // Names that are kept of those who have been there: a report stays a line, however long the day was. Arbitrary.
    private const int MaxEveryone = 10_000;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<ulong, string> _present = [];
    private readonly List<string> _everyone = [];
    private ulong _hostId;

    public Roster(ulong selfId, ulong hostId, IEnumerable<RosterEntry> present)
    {
        SelfId = selfId;
        _hostId = hostId;
        foreach (RosterEntry entry in present)
        {
            Add(entry.Id, entry.Name);
        }

        SelfName = NameOf(selfId) ?? "";
    }

    public ulong SelfId { get; }

    // As the server has it; it may have cleaned what was asked for.
    public string SelfName { get; }

    public string? HostName => NameOf(_hostId);

    // Names of those present, in the order of joining.
    public IReadOnlyList<string> Present
    {
        get
        {
            lock (_lock)
            {
                return [.. _present.Values];
            }
        }
    }

    // Those present but for oneself.
    public IReadOnlyList<string> Others
    {
        get
        {
            lock (_lock)
            {
                return [.. _present.Where(entry => entry.Key != SelfId).Select(entry => entry.Value)];
            }
        }
    }

    // Names of all who were ever present, oneself included.
    public IReadOnlyList<string> Everyone
    {
        get
        {
            lock (_lock)
            {
                return [.. _everyone];
            }
        }
    }

    // False where this id is present already, or the room holds more people than the protocol knows.
    public bool Add(ulong id, string name)
    {
        lock (_lock)
        {
            if (_present.Count >= ProtocolLimits.MaxRoomSize || !_present.TryAdd(id, name))
            {
                return false;
            }

            if (_everyone.Count < MaxEveryone)
            {
                _everyone.Add(name);
            }

            return true;
        }
    }

    // The name of who left, or null where nobody of this id was present.
    public string? Remove(ulong id)
    {
        lock (_lock)
        {
            return _present.Remove(id, out string? name) ? name : null;
        }
    }

    // The new host's name, or null where nobody of this id is present.
    public string? SetHost(ulong id)
    {
        lock (_lock)
        {
            _hostId = id;
            return _present.GetValueOrDefault(id);
        }
    }

    private string? NameOf(ulong id)
    {
        lock (_lock)
        {
            return _present.GetValueOrDefault(id);
        }
    }
}
