using Mcu.Server.Rooms;

namespace Mcu.Benchmarks.Load;

// What the load generator takes at most, and how long it waits, each with its reason.
internal static class LoadLimits
{
    // Arbitrary: more than one machine serves, and a few gigabytes of connections.
    public const int MaxParticipants = 20_000;

    public const int MaxRooms = 10_000;

    // As the server has it.
    public const int MaxRoomSize = RoomLimits.MaxCapacity;

    public const int MaxCalls = MaxParticipants / 2;

    public const int MaxEmptyRooms = RoomLimits.DefaultMaxRooms;

    // An hour is long enough to see whether something grows.
    public const int MaxSeconds = 3_600;

    // Idle people sit in rooms of so many; arbitrary, a group of friends.
    public const int IdleRoomSize = 8;

    // How long one of a call speaks before the other does; arbitrary, a few sentences.
    public const int TurnSeconds = 4;

    // Clients on one socket and thread: the more, the less often a thread is woken for few packets. So many packets at once still
    // fit a socket's buffer in the kernel, 208 KiB where nobody raised it.
    public const int ClientsPerSocket = 250;

    // Sockets, and so threads: beyond it they only get in each other's way.
    public const int MaxSockets = 32;

    // How long a socket's packets gather before they are looked at. On one machine the kernel wakes the reader from within the
    // sender's call and at its cost, which no server pays whose listeners are elsewhere. They count packets and hear nothing, so
    // that a few milliseconds are nothing to them.
    public static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(4);

    // Joins under way at once: enough to keep server and generator busy, few enough that no handshake runs out of time.
    public const int JoinsAtOnce = 32;

    // Servers under load answer late, and that is not what is measured here.
    public static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(30);

    // With nothing to read for so long, everybody has been told of everybody.
    public static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);

    // And where it never gets quiet, measuring begins all the same, and the figures show it.
    public static readonly TimeSpan QuietPatience = TimeSpan.FromSeconds(60);

    // Talk before the measuring: at most so long, at least a second, else half of the measuring. In that time the server's code is
    // compiled for good: after 5 s a room of sixteen talkers still had a twentieth of its first seconds' time to spend on that.
    public const int MaxWarmUpSeconds = 10;

    // For everything besides joins, talk and quiet: starts, stops, and measuring the codec.
    public static readonly TimeSpan Overhead = TimeSpan.FromSeconds(90);

    // The whole room is told of everyone who comes, so this grows with its square; it is a bound and no expectation.
    public static TimeSpan JoinPatience(int participants) => TimeSpan.FromSeconds(30 + (participants / 10.0));
}
