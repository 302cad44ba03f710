using System.Diagnostics.CodeAnalysis;

namespace Mcu.Server.Rooms;

// Every room by its code, who is in which, and who may not come back. Pure: `now` is nanoseconds of a clock that never goes back.
// One caller at a time.
//
// A room exists from the first join until it has been empty for the clean-up interval; until then it keeps its place among
// MaxRooms, but gives way to a new room where there is no other place.
internal sealed class RoomDirectory
{
    // Ids stay exact in what counts with doubles, JSON for one: 2^48 is the highest start, 2^53 the end of that.
    private const ulong IdStartMask = (1ul << 48) - 1;

    private readonly Dictionary<string, Room> _rooms = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, Room> _whereabouts = [];
    private readonly EmptyRooms _empty = new();
    private readonly RoomOptions _options;
    private readonly long _cleanupInterval;
    private ulong _lastId;

    // `idSeed` makes participant ids hard to guess and keeps them from meeting those of an earlier run: 48 of its bits are the
    // start.
    public RoomDirectory(RoomOptions options, ulong idSeed)
    {
        _options = options;
        _cleanupInterval = Nanoseconds(options.CleanupInterval);
        Bans = new KickBans(Nanoseconds(options.KickBan));
        _lastId = idSeed & IdStartMask;
    }

    // Empty ones included.
    public IReadOnlyCollection<Room> Rooms => _rooms.Values;

    // In all rooms.
    public int ParticipantCount => _whereabouts.Count;

    public KickBans Bans { get; }

    // When Clean has something to do next; null where nothing waits for it.
    public long? NextCleanup => (_empty.NextDue, Bans.NextDue) switch
    {
        ({ } room, { } ban) => Math.Min(room, ban),
        (var room, var ban) => room ?? ban,
    };

    // An id that nobody has had; they go up.
    public ulong TakeId() => ++_lastId;

    // Why somebody would not be let into the room of that code now; null where they would.
    public Refusal? RefuseJoin(string code, Visitor visitor, long now)
    {
        if (Bans.TimeLeft(code, visitor, now) is > 0 and var left)
        {
            return new Refusal.Kicked(left);
        }

        if (_rooms.TryGetValue(code, out Room? room))
        {
            return room.IsFull ? new Refusal.RoomFull(room.Capacity) : null;
        }

        return _rooms.Count >= _options.MaxRooms && _empty.NextDue is null
            ? new Refusal.TooManyRooms(_options.MaxRooms)
            : null;
    }

    // Takes someone into the room of that code, which comes to be where it was not; both texts must have been cleaned. Someone
    // who is in a room already is the caller's mistake and throws ArgumentException.
    public RoomOutcome Join(string code, Participant newcomer, long now)
    {
        if (_whereabouts.ContainsKey(newcomer.Id))
        {
            throw new ArgumentException($"Participant {newcomer.Id} is in a room already.", nameof(newcomer));
        }

        if (RefuseJoin(code, newcomer.Visitor, now) is { } refusal)
        {
            return RoomOutcome.Refused(refusal);
        }

        Room room = FindOrMake(code);
        _empty.Remove(room);
        _whereabouts.Add(newcomer.Id, room);
        return room.Join(newcomer);
    }

    // Lets someone go.
    public RoomOutcome Leave(ulong id, long now)
    {
        if (!TryFindRoomOf(id, out Room? room))
        {
            return RoomOutcome.Refused(new Refusal.NotInRoom());
        }

        RoomOutcome outcome = room.Leave(id);
        _whereabouts.Remove(id);
        if (room.IsEmpty)
        {
            _empty.Add(room, now + _cleanupInterval);
        }

        return outcome;
    }

    // The host puts someone out, and they stay out for a while.
    public RoomOutcome Kick(ulong by, ulong whom, long now)
    {
        if (!TryFindRoomOf(by, out Room? room))
        {
            return RoomOutcome.Refused(new Refusal.NotInRoom());
        }

        room.TryFind(whom, out Participant? kicked);
        RoomOutcome outcome = room.Kick(by, whom);
        if (outcome.Refusal is null)
        {
            _whereabouts.Remove(whom);
            Bans.Add(room.Code, kicked!.Visitor, now);
        }

        return outcome;
    }

    // Rooms that were empty long enough disappear, and bans that have ended are forgotten.
    public void Clean(long now)
    {
        while (_empty.TryTake(now, out Room? room))
        {
            _rooms.Remove(room.Code);
        }

        Bans.Sweep(now);
    }

    public bool TryFind(string code, [NotNullWhen(true)] out Room? room) => _rooms.TryGetValue(code, out room);

    // The one room that this participant is in.
    public bool TryFindRoomOf(ulong id, [NotNullWhen(true)] out Room? room) => _whereabouts.TryGetValue(id, out room);

    private Room FindOrMake(string code)
    {
        if (_rooms.TryGetValue(code, out Room? room))
        {
            return room;
        }

        // RefuseJoin has seen that there is a place, or an empty room to give way.
        if (_rooms.Count >= _options.MaxRooms && _empty.TryTake(long.MaxValue, out Room? oldest))
        {
            _rooms.Remove(oldest.Code);
        }

        return _rooms[code] = new Room(code, _options.Capacity);
    }

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;
}
