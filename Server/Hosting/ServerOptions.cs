using System.Net;
using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Transport;
using Mcu.Server.Rooms;
using Microsoft.Extensions.Logging;

namespace Mcu.Server.Hosting;

// What an operator may set. Defaults stand here, limits in ServerLimits; the command line has checked both.
internal sealed record ServerOptions
{
    // Where to listen. Every IPv4 address, on the port of the project that we start from.
    public IPEndPoint Bind { get; init; } = new(IPAddress.Any, 4433);

    // Bits per second of each stream to a client.
    public int Bitrate { get; init; } = OpusDefaults.Bitrate;

    // Participants in one room at most.
    public int MaxRoomSize { get; init; } = RoomLimits.DefaultCapacity;

    // RMS from which a frame counts as speech; higher keeps noisy microphones out of the mix, and cuts soft voices.
    public float VadThreshold { get; init; } = VoiceActivity.DefaultThreshold;

    // How long a client may be silent on the network before it is taken for gone.
    public TimeSpan IdleTimeout { get; init; } = TransportDefaults.IdleTimeout;

    // The least that is logged.
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}

// What the options allow.
internal static class ServerLimits
{
    public const int MinBitrate = OpusDefaults.MinBitrate;

    // More than mono speech or music gains from, and its packets still fit a datagram.
    public const int MaxBitrate = 256_000;

    public const int MinRoomSize = 1;

    public const int MaxRoomSize = RoomLimits.MaxCapacity;

    // Seconds. Less, and a moment without network ends every call; more, and the killed stay in the roster for long.
    public const int MinIdleTimeout = 5;

    public const int MaxIdleTimeout = 600;
}
