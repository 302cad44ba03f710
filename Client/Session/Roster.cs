using Mcu.Common.Protocol;

namespace Mcu.Client.Session;

// Who is in the room: ids, names, who is host, muted, talking, blocked by us; and who has been there. Written by the session's
// reader alone, from what the server tells, so that it has one source. Read by anyone: every call locks, what it gives is a
// snapshot, and none of it is on the audio path.
internal sealed class Roster
{
    // Names that are kept of those who have been there: a report stays a line, however long the day was. Arbitrary.
    private const int MaxEveryone = 10_000;

    private readonly Lock _lock = new();

    // Host and talking stand beside it, and are put in when somebody asks.
    private readonly OrderedDictionary<ulong, Participant> _present = [];
    private readonly HashSet<ulong> _talking = [];
    private readonly List<string> _everyone = [];
    private ulong _hostId;

    public Roster(ulong selfId, ulong hostId, IEnumerable<RosterEntry> present)
    {
        SelfId = selfId;
        _hostId = hostId;
        foreach (RosterEntry entry in present)
        {
            Add(entry.Id, entry.Name, entry.Mute);
        }
    }

    public ulong SelfId { get; }

    // Null only where the server's roster left us out.
    public Participant? Self => Find(SelfId);

    // As the server has it; it may have cleaned what was asked for.
    public string SelfName => Self?.Name ?? "";

    // Null where the host has left and the server has not named another yet.
    public Participant? Host
    {
        get
        {
            lock (_lock)
            {
                return Get(_hostId);
            }
        }
    }

    // In the order of joining, oneself included.
    public IReadOnlyList<Participant> Present
    {
        get
        {
            lock (_lock)
            {
                return [.. _present.Values.Select(Shown)];
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

    public Participant? Find(ulong id)
    {
        lock (_lock)
        {
            return Get(id);
        }
    }

    // Null where this id is present already, or the room holds more people than the protocol knows.
    public Participant? Add(ulong id, string name, MuteState mute)
    {
        lock (_lock)
        {
            var newcomer = new Participant(id, SessionText.Clean(name)) { Mute = mute, IsSelf = id == SelfId };
            if (_present.Count >= ProtocolLimits.MaxRoomSize || !_present.TryAdd(id, newcomer))
            {
                return null;
            }

            if (_everyone.Count < MaxEveryone)
            {
                _everyone.Add(newcomer.Name);
            }

            return Shown(newcomer);
        }
    }

    // Who left, or null where nobody of this id was present. We ourselves go by the session's end.
    public Participant? Remove(ulong id)
    {
        lock (_lock)
        {
            if (id == SelfId || Get(id) is not { } gone)
            {
                return null;
            }

            _present.Remove(id);
            _talking.Remove(id);
            return gone;
        }
    }

    // The new host, or null where nobody of this id is present.
    public Participant? SetHost(ulong id)
    {
        lock (_lock)
        {
            _hostId = id;
            return Get(id);
        }
    }

    // Who it is, or null where nobody of this id is present.
    public Participant? SetMute(ulong id, MuteState mute) => Change(id, someone => someone with { Mute = mute });

    // Who it is, or null where nobody of this id is present.
    public Participant? SetBlocked(ulong id, bool isBlocked) => Change(id, someone => someone with { IsBlocked = isBlocked });

    // Everyone who is talking now; ids of nobody present are passed over.
    public IReadOnlyList<Participant> SetTalking(IReadOnlyList<ulong> ids)
    {
        lock (_lock)
        {
            _talking.Clear();
            _talking.UnionWith(ids.Where(_present.ContainsKey));
            return [.. ids.Distinct().Select(Get).OfType<Participant>()];
        }
    }

    private Participant? Change(ulong id, Func<Participant, Participant> change)
    {
        lock (_lock)
        {
            if (!_present.TryGetValue(id, out Participant? someone))
            {
                return null;
            }

            return Shown(_present[id] = change(someone));
        }
    }

    private Participant? Get(ulong id) => _present.TryGetValue(id, out Participant? someone) ? Shown(someone) : null;

    private Participant Shown(Participant someone) =>
        someone with { IsHost = someone.Id == _hostId, IsTalking = _talking.Contains(someone.Id) };
}
