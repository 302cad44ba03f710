using Mcu.Common.Audio;

namespace Mcu.Benchmarks.Load;

// When somebody talks.
internal enum SeatRole
{
    // Never, and hears the others.
    Listener,

    // All the time.
    Talker,

    // By turns with the Callee.
    Caller,

    Callee,

    // Never, in a room where nobody does.
    Idle,
}

// A participant before it has a connection.
internal sealed record Seat(int Index, string Room, SeatRole Role)
{
    private const int TurnFrames = LoadLimits.TurnSeconds * AudioFormat.FramesPerSecond;

    public string Name => $"load-{Index}";

    public bool EverTalks => Role is SeatRole.Talker or SeatRole.Caller or SeatRole.Callee;

    // Whether its voice is sent in this frame.
    public bool Talks(long frame) => Role switch
    {
        SeatRole.Talker => true,
        SeatRole.Caller => frame / TurnFrames % 2 == 0,
        SeatRole.Callee => frame / TurnFrames % 2 == 1,
        _ => false,
    };
}

// Who sits in which room, and who talks when. Pure.
internal sealed class LoadPlan
{
    private readonly Dictionary<string, int> _talkers;

    public LoadPlan(LoadOptions options)
    {
        var seats = new List<Seat>();
        int people = options.Calls > 0 ? 0 : options.Participants;
        for (int room = 0; people > 0 && room < options.Rooms; room++)
        {
            for (int place = 0; place < people; place++)
            {
                seats.Add(new Seat(seats.Count, $"room-{room}", place < options.Talkers ? SeatRole.Talker : SeatRole.Listener));
            }
        }

        for (int call = 0; call < options.Calls; call++)
        {
            seats.Add(new Seat(seats.Count, $"call-{call}", SeatRole.Caller));
            seats.Add(new Seat(seats.Count, $"call-{call}", SeatRole.Callee));
        }

        for (int idle = 0; idle < options.Idle; idle++)
        {
            seats.Add(new Seat(seats.Count, $"idle-{idle / LoadLimits.IdleRoomSize}", SeatRole.Idle));
        }

        Seats = seats;
        EmptyRooms = [.. Enumerable.Range(0, options.EmptyRooms).Select(room => $"empty-{room}")];
        _talkers = seats.GroupBy(seat => seat.Room).ToDictionary(
            room => room.Key, room => room.Count(seat => seat.Role == SeatRole.Talker));
        TalkersAtOnce = seats.Count(seat => seat.Role is SeatRole.Talker or SeatRole.Caller);
        VoicesMixed = Math.Max(1, _talkers.Values.DefaultIfEmpty().Max());
        Scenario = Describe(options);
    }

    public IReadOnlyList<Seat> Seats { get; }

    public IReadOnlyList<string> EmptyRooms { get; }

    // Rooms with people in them.
    public int Rooms => _talkers.Count;

    public int LargestRoom => Seats.GroupBy(seat => seat.Room).Select(room => room.Count()).DefaultIfEmpty().Max();

    public int TalkersAtOnce { get; }

    // The voices that a frame of the fullest mix is made of.
    public int VoicesMixed { get; }

    // For people, as in "1 room of 64, 2 talking".
    public string Scenario { get; }

    // Of the frames from one (included) to another (not), those in which somebody else in the room talks: the packets that this
    // participant is to get.
    public long HeardFrames(Seat seat, long from, long to)
    {
        if (seat.Role is SeatRole.Listener or SeatRole.Talker)
        {
            int others = _talkers[seat.Room] - (seat.Role == SeatRole.Talker ? 1 : 0);
            return others > 0 ? Math.Max(0, to - from) : 0;
        }

        if (seat.Role == SeatRole.Idle)
        {
            return 0;
        }

        Seat other = seat with { Role = seat.Role == SeatRole.Caller ? SeatRole.Callee : SeatRole.Caller };
        long heard = 0;
        for (long frame = from; frame < to; frame++)
        {
            heard += other.Talks(frame) ? 1 : 0;
        }

        return heard;
    }

    private static string Describe(LoadOptions options)
    {
        var parts = new List<string>();
        if (options.Calls > 0)
        {
            parts.Add(Count(options.Calls, "call"));
        }
        else if (options.Participants > 0)
        {
            parts.Add($"{Count(options.Rooms, "room")} of {options.Participants}, {options.Talkers} talking");
        }

        if (options.Idle > 0)
        {
            parts.Add($"{options.Idle} idle");
        }

        if (options.EmptyRooms > 0)
        {
            parts.Add(Count(options.EmptyRooms, "empty room"));
        }

        return string.Join(", ", parts);
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
