using Mcu.Server.Rooms;

namespace Mcu.Server.Tests.Rooms;

// What rooms are meant to do, said once more as plainly as can be: lists, searched from the front. Answers each request with the
// type of the refusal, or null.
internal sealed class RoomModel(RoomOptions options)
{
    private readonly List<Room> _rooms = [];
    private readonly List<(string Code, string Who, long Until)> _bans = [];

    public IEnumerable<Room> Rooms => _rooms;

    public Type? Join(string code, ulong id, Visitor visitor, long now)
    {
        string who = visitor.Identity is null ? $"address {visitor.Address}" : $"identity {visitor.Identity}";
        if (_bans.Exists(ban => ban.Code == code && ban.Who == who && ban.Until > now))
        {
            return typeof(Refusal.Kicked);
        }

        Room? room = _rooms.Find(one => one.Code == code);
        if (room is null)
        {
            if (_rooms.Count == options.MaxRooms)
            {
                Room? oldest = _rooms.Where(one => one.Members.Count == 0).MinBy(one => one.LeftAs);
                if (oldest is null)
                {
                    return typeof(Refusal.TooManyRooms);
                }

                _rooms.Remove(oldest);
            }

            _rooms.Add(room = new Room { Code = code });
        }
        else if (room.Members.Count == options.Capacity)
        {
            return typeof(Refusal.RoomFull);
        }

        room.Host = room.Members.Count == 0 ? id : room.Host;
        room.Members.Add(new Member { Id = id, Visitor = visitor });
        return null;
    }

    public Type? Leave(ulong id, long now, int step)
    {
        Room? room = RoomOf(id);
        if (room is null)
        {
            return typeof(Refusal.NotInRoom);
        }

        Remove(room, id);
        room.EmptySince = now;
        room.LeftAs = step;
        return null;
    }

    public Type? Kick(ulong by, ulong whom, long now)
    {
        Type? refusal = AsHost(by, whom);
        if (refusal is null)
        {
            Room room = RoomOf(by)!;
            Visitor kicked = room.Members.Find(member => member.Id == whom)!.Visitor;
            Remove(room, whom);
            _bans.Add((room.Code, $"address {kicked.Address}", now + Nanoseconds(options.KickBan)));
            _bans.Add((room.Code, $"identity {kicked.Identity}", now + Nanoseconds(options.KickBan)));
        }

        return refusal;
    }

    public Type? Mute(ulong by, bool muted)
    {
        if (Find(by) is not { } self)
        {
            return typeof(Refusal.NotInRoom);
        }

        self.Muted = muted;
        return null;
    }

    public Type? ForceMute(ulong by, ulong whom, bool muted)
    {
        Type? refusal = AsHost(by, whom);
        if (refusal is null)
        {
            Find(whom)!.Silenced = muted;
        }

        return refusal;
    }

    public Type? Block(ulong by, ulong whom, bool blocked)
    {
        Type? refusal = About(by, whom);
        if (refusal is null)
        {
            Find(by)!.Blocked.Remove(whom);
            if (blocked)
            {
                Find(by)!.Blocked.Add(whom);
            }
        }

        return refusal;
    }

    public void Clean(long now)
    {
        _rooms.RemoveAll(room => room.Members.Count == 0 && room.EmptySince + Nanoseconds(options.CleanupInterval) <= now);
        _bans.RemoveAll(ban => ban.Until <= now);
    }

    private static void Remove(Room room, ulong id)
    {
        room.Members.RemoveAll(member => member.Id == id);
        room.Members.ForEach(member => member.Blocked.Remove(id));
        if (room.Host == id && room.Members.Count > 0)
        {
            room.Host = room.Members.Min(member => member.Id);
            room.Members.Find(member => member.Id == room.Host)!.Silenced = false;
        }
    }

    private Type? AsHost(ulong by, ulong whom) =>
        RoomOf(by) is { } room && room.Host != by ? typeof(Refusal.NotHost) : About(by, whom);

    private Type? About(ulong by, ulong whom) => RoomOf(by) switch
    {
        null => typeof(Refusal.NotInRoom),
        _ when by == whom => typeof(Refusal.Yourself),
        { } room when !room.Members.Exists(member => member.Id == whom) => typeof(Refusal.NoSuchParticipant),
        _ => null,
    };

    private Room? RoomOf(ulong id) => _rooms.Find(room => room.Members.Exists(member => member.Id == id));

    private Member? Find(ulong id) => RoomOf(id)?.Members.Find(member => member.Id == id);

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;

    internal sealed class Room
    {
        public required string Code { get; init; }

        public List<Member> Members { get; } = [];

        public ulong Host { get; set; }

        public long EmptySince { get; set; }

        // Which step emptied it: two may do so at the same time.
        public int LeftAs { get; set; }
    }

    internal sealed class Member
    {
        public required ulong Id { get; init; }

        public required Visitor Visitor { get; init; }

        public bool Muted { get; set; }

        public bool Silenced { get; set; }

        public HashSet<ulong> Blocked { get; } = [];
    }
}
