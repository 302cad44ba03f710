using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Transport;
using Mcu.Server.Rooms;

namespace Mcu.Server.Hosting;

// What the options allow, each bound with its reason.
internal static class ServerLimits
{
    public const int MinBitrate = OpusDefaults.MinBitrate;

    // More than mono speech or music gains from, and its packets still fit a datagram.
    public const int MaxBitrate = 256_000;

    // Frames. A jitter buffer needs two beyond its least delay to put anything in order, and its hard cap is ten.
    public const int MinJitterDepth = 3;

    public const int MaxJitterDepth = 10;

    // 0 is one for each core. Arbitrary above: more threads than cores only wait for each other.
    public const int MaxMixThreads = 256;

    public const int MinRoomSize = 1;

    public const int MaxRoomSize = RoomLimits.MaxCapacity;

    // Arbitrary, more than one machine can mix; empty ones take about a kilobyte.
    public const int MaxRooms = 100_000;

    // Arbitrary: no machine serves a million.
    public const int MaxConnections = 1_000_000;

    // Characters, as many as fit the wire's bytes.
    public const int MaxDisplayName = RoomLimits.NameClusters;

    public const int MaxRoomCode = RoomLimits.CodeClusters;

    // Seconds. An hour keeps a room over a pause; more is a leak.
    public const int MaxCleanupInterval = 3_600;

    // Seconds: a week. Longer bans need a list that survives restarts.
    public const int MaxKickBan = 7 * 24 * 3_600;

    // Seconds. Less, and a moment without network ends every call; more, and the killed stay in the roster for long.
    public const int MinIdleTimeout = 5;

    public const int MaxIdleTimeout = 600;

    // A second; arbitrary, as good as no limit.
    public const int MaxRate = 10_000;

    public const int MaxBurst = 100_000;

    // A second: a client that talks sends so many, and would be cut off with less.
    public const int MinVoiceRate = AudioFormat.FramesPerSecond;

    public const int MaxVoiceRate = 1_000;

    // As many as the transport takes; what 0 stands for is at most eight, which carry more than any other part of a server can.
    public const int MaxEndpointThreads = TransportDefaults.MaxThreads;

    public const int MostEndpointThreadsUnasked = 8;

    // Bytes: two dozen datagrams; what setsockopt takes everywhere.
    public const int MinDatagramBuffer = 64 * 1024;

    public const int MaxDatagramBuffer = 1024 * 1024 * 1024;

    // Seconds. More, and a graph says nothing about a call.
    public const int MaxOtlpInterval = 3_600;
}
