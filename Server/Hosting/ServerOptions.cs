using System.Net;
using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Backends;
using Mcu.Server.Rooms;
using Microsoft.Extensions.Logging;

namespace Mcu.Server.Hosting;

// What an operator may set, in the order of server.example.toml. Defaults stand here, limits in ServerLimits, names and sentences
// in ServerSettings, which has checked both.
internal sealed record ServerOptions
{
    // Where to listen. Every IPv4 address, on the port of the project that we start from.
    public IPEndPoint Bind { get; init; } = new(IPAddress.Any, 4433);

    // What invites name: a host, or host:port; null where the operator has said nothing.
    public string? PublicAddress { get; init; }

    // The room that the printed invite leads to.
    public string InviteRoom { get; init; } = "lobby";

    // Where the server keeps what must survive a restart; null is the user's state directory.
    public string? DataDirectory { get; init; }

    // PEM files, both or neither; neither keeps a certificate in the data directory.
    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    // A certificate that is made anew at every start and kept nowhere. Not together with the two above.
    public bool EphemeralCertificate { get; init; }

    // Bits per second of each stream to a client.
    public int Bitrate { get; init; } = OpusDefaults.Bitrate;

    // Frames that a talker's jitter buffer may hold back at most; fewer cut the delay on bad networks, and lose packets instead.
    public int JitterDepth { get; init; } = ServerLimits.MaxJitterDepth;

    // RMS from which a frame counts as speech; higher keeps noisy microphones out of the mix, and cuts soft voices.
    public float VadThreshold { get; init; } = VoiceActivity.DefaultThreshold;

    // Threads that mix; 0 is one for each core.
    public int MixThreads { get; init; }

    // Rooms at once, empty ones that have not gone yet included.
    public int MaxRooms { get; init; } = RoomLimits.DefaultMaxRooms;

    // Participants in one room at most.
    public int MaxRoomSize { get; init; } = RoomLimits.DefaultCapacity;

    // User-perceived characters of a name, and of a room's code.
    public int MaxDisplayName { get; init; } = RoomLimits.NameClusters;

    public int MaxRoomCode { get; init; } = RoomLimits.CodeClusters;

    // How long a room may be empty before it goes.
    public TimeSpan CleanupInterval { get; init; } = RoomLimits.DefaultCleanupInterval;

    // How long a kicked person cannot join that room again; zero: they can at once.
    public TimeSpan KickBan { get; init; } = RoomLimits.DefaultKickBan;

    // What carries QUIC.
    public TransportPreference Transport { get; init; } = TransportPreference.Auto;

    // How long a client may be silent on the network before it is taken for gone.
    public TimeSpan IdleTimeout { get; init; } = TransportDefaults.IdleTimeout;

    // Connections at once: in all, from one address (an IPv6 /64 counts as one; arbitrary, a classroom behind one NAT), and
    // not past their handshake.
    public int MaxConnections { get; init; } = TransportDefaults.MaxConnections;

    public int MaxConnectionsPerAddress { get; init; } = 100;

    public int MaxHalfOpen { get; init; } = TransportDefaults.MaxHalfOpen;

    // New connections from one address: so many at once, and so many a second in the long run.
    public int ConnectRatePerAddress { get; init; } = 5;

    public int ConnectBurstPerAddress { get; init; } = 10;

    // Requests of one client, in the same way.
    public int SignalRate { get; init; } = 10;

    public int SignalBurst { get; init; } = 20;

    // Voice datagrams that one client may send in a second. A client that talks sends 50; half as many again for bursts after a
    // stall, and for clocks that are fast.
    public int VoiceRate { get; init; } = 75;

    // Threads that encrypt, send and receive; 0 takes half the machine's cores.
    public int EndpointThreads { get; init; }

    // Bytes of each endpoint thread's receive buffer.
    public int DatagramBuffer { get; init; } = TransportDefaults.ReceiveBuffer;

    // The collector that metrics are sent to; null sends none.
    public Uri? OtlpEndpoint { get; init; }

    // How often; as OpenTelemetry has it.
    public TimeSpan OtlpInterval { get; init; } = TimeSpan.FromSeconds(60);

    // The least that is logged.
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}
