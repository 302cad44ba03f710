using System.Globalization;
using System.Net;
using Mcu.Common.Addressing;
using Mcu.Common.Configuration;
using Mcu.Common.Transport.Backends;
using Mcu.Server.Rooms;
using Microsoft.Extensions.Logging;

namespace Mcu.Server.Hosting;

// Every setting of the server by its names, with its sentences: the file, the command line, --dump-config, server.example.toml
// and docs/server.md all come from here.
internal static class ServerSettings
{
    private static readonly ChoiceForm<LogLevel> s_logLevel = new(
        ("trace", LogLevel.Trace), ("debug", LogLevel.Debug), ("info", LogLevel.Information),
        ("warn", LogLevel.Warning), ("error", LogLevel.Error), ("none", LogLevel.None));

    private static readonly TextForm<IPEndPoint> s_endPoint = new(
        "ADDRESS:PORT, such as 0.0.0.0:4433 or [::]:4433, with a port from 0 (any free one) to 65535",
        EndPointText.Read,
        endPoint => endPoint.ToString());

    private static readonly TextForm<string> s_publicAddress = new(
        "HOST or HOST:PORT (the port listened on where left out), such as voice.example.org or [2001:db8::1]:4433",
        text => ServerAddress.TryParse(text, out _) ? text : null,
        text => text);

    private static readonly TextForm<string> s_room = new(
        $"1 to {ServerLimits.MaxRoomCode} characters that a room's code may have, without blanks at its ends",
        // What joining would change or refuse, must not be printed for people to join.
        text => DisplayText.TryCleanCode(text, ServerLimits.MaxRoomCode, out string? code, out _) && code == text ? text : null,
        text => text);

    private static readonly TextForm<Uri> s_collector = new(
        "http://HOST:PORT or https://HOST:PORT, with a path at most, such as http://127.0.0.1:4318",
        CollectorText.Read,
        endpoint => endpoint.OriginalString);

    private static readonly ChoiceForm<TransportPreference> s_transport = new(TransportBackends.Words);

    private static readonly SwitchForm s_switch = new();

    public static SettingList<ServerOptions> All { get; } = new("mcu-server", new ServerOptions(),
    [
        new Setting<ServerOptions, IPEndPoint>(
            "bind", "--bind", "ADDRESS:PORT", "Where to listen (UDP); IPv6 in brackets, port 0 takes a free one",
            s_endPoint, options => options.Bind, (options, value) => options with { Bind = value }),
        new Setting<ServerOptions, string>(
            "public_address", "--public-address", "HOST",
            "What the printed invite names: where people out there reach this server",
            s_publicAddress, options => options.PublicAddress, (options, value) => options with { PublicAddress = value })
        {
            Example = "\"voice.example.org\"",
        },
        new Setting<ServerOptions, string>(
            "invite_room", "--invite-room", "ROOM", "The room that the printed invite leads to",
            s_room, options => options.InviteRoom, (options, value) => options with { InviteRoom = value }),
        new Setting<ServerOptions, string>(
            "data_dir", "--data-dir", "DIR",
            "Where the server keeps what survives a restart, its certificate first of all; "
                + "not set, it is mcu-server in $XDG_STATE_HOME or in ~/.local/state",
            TextForms.Path, options => options.DataDirectory, (options, value) => options with { DataDirectory = value })
        {
            Example = "\"/var/lib/mcu-server\"",
        },
        new Setting<ServerOptions, string>(
            "cert_file", "--cert-file", "FILE",
            "The certificate, PEM, with its chain after it; where both files are missing, they are made; goes with key_file",
            TextForms.Path, options => options.CertificateFile, (options, value) => options with { CertificateFile = value })
        {
            Example = "\"cert.pem\"",
        },
        new Setting<ServerOptions, string>(
            "key_file", "--key-file", "FILE", "The certificate's private key, PEM; goes with cert_file",
            TextForms.Path, options => options.KeyFile, (options, value) => options with { KeyFile = value })
        {
            Example = "\"key.pem\"",
        },
        new Setting<ServerOptions, bool>(
            "ephemeral_cert", "--ephemeral-cert", "BOOL",
            "Makes a new certificate at every start and keeps it nowhere, so that every restart has another fingerprint",
            s_switch, options => options.EphemeralCertificate, (options, value) => options with { EphemeralCertificate = value }),
        new Setting<ServerOptions, int>(
            "bitrate", "--bitrate", "BPS",
            "Bits per second of the sound sent to each client; below 36000 there is no protection against loss",
            new WholeNumberForm(ServerLimits.MinBitrate, ServerLimits.MaxBitrate),
            options => options.Bitrate, (options, value) => options with { Bitrate = value }),
        new Setting<ServerOptions, int>(
            "jitter_depth", "--jitter-depth", "FRAMES",
            "Frames of 20 ms that a talker's jitter buffer may hold back at most, on networks that need it",
            new WholeNumberForm(ServerLimits.MinJitterDepth, ServerLimits.MaxJitterDepth),
            options => options.JitterDepth, (options, value) => options with { JitterDepth = value }),
        new Setting<ServerOptions, float>(
            "vad_threshold", "--vad-threshold", "RMS",
            "Loudness from which sound counts as speech; higher keeps noisy microphones out of the mix",
            new NumberForm<float>(0, 1),
            options => options.VadThreshold, (options, value) => options with { VadThreshold = value }),
        new Setting<ServerOptions, int>(
            "mix_threads", "--mix-threads", "N", "Threads that mix, each with rooms of its own; 0 is one for each core",
            new WholeNumberForm(0, ServerLimits.MaxMixThreads),
            options => options.MixThreads, (options, value) => options with { MixThreads = value }),
        .. Rooms,
        .. Connections,
        .. Metrics,
        new Setting<ServerOptions, LogLevel>(
            "log_level", "--log-level", "LEVEL", "The least that is logged, to standard error",
            s_logLevel, options => options.LogLevel, (options, value) => options with { LogLevel = value }),
    ]);

    private static IEnumerable<Setting<ServerOptions>> Rooms =>
    [
        new Setting<ServerOptions, int>(
            "max_rooms", "--max-rooms", "N", "Rooms at once",
            new WholeNumberForm(1, ServerLimits.MaxRooms),
            options => options.MaxRooms, (options, value) => options with { MaxRooms = value }),
        new Setting<ServerOptions, int>(
            "max_room_size", "--max-room-size", "N", "Participants in one room",
            new WholeNumberForm(ServerLimits.MinRoomSize, ServerLimits.MaxRoomSize),
            options => options.MaxRoomSize, (options, value) => options with { MaxRoomSize = value }),
        new Setting<ServerOptions, int>(
            "max_display_name", "--max-display-name", "N", "Characters of a participant's name, as a reader counts them",
            new WholeNumberForm(1, ServerLimits.MaxDisplayName),
            options => options.MaxDisplayName, (options, value) => options with { MaxDisplayName = value }),
        new Setting<ServerOptions, int>(
            "max_room_code", "--max-room-code", "N", "Characters of a room's code, as a reader counts them",
            new WholeNumberForm(1, ServerLimits.MaxRoomCode),
            options => options.MaxRoomCode, (options, value) => options with { MaxRoomCode = value }),
        new Setting<ServerOptions, TimeSpan>(
            "cleanup_interval_secs", "--cleanup-interval", "SECONDS", "How long a room that everybody has left is kept",
            new SecondsForm(1, ServerLimits.MaxCleanupInterval),
            options => options.CleanupInterval, (options, value) => options with { CleanupInterval = value }),
        new Setting<ServerOptions, TimeSpan>(
            "kick_ban_secs", "--kick-ban", "SECONDS",
            "How long somebody who was kicked cannot join that room again; 0 turns it off",
            new SecondsForm(0, ServerLimits.MaxKickBan),
            options => options.KickBan, (options, value) => options with { KickBan = value }),
    ];

    private static IEnumerable<Setting<ServerOptions>> Connections =>
    [
        new Setting<ServerOptions, TransportPreference>(
            "transport", "--transport", "NAME",
            "What carries QUIC: msquic or ngtcp2; auto takes the first of the two whose library can be used here",
            s_transport, options => options.Transport, (options, value) => options with { Transport = value }),
        new Setting<ServerOptions, TimeSpan>(
            "idle_timeout_secs", "--idle-timeout", "SECONDS", "How long a client may go unheard before it is taken for gone",
            new SecondsForm(ServerLimits.MinIdleTimeout, ServerLimits.MaxIdleTimeout),
            options => options.IdleTimeout, (options, value) => options with { IdleTimeout = value }),
        new Setting<ServerOptions, int>(
            "max_connections", "--max-connections", "N", "Connections at once",
            new WholeNumberForm(1, ServerLimits.MaxConnections),
            options => options.MaxConnections, (options, value) => options with { MaxConnections = value }),
        new Setting<ServerOptions, int>(
            "max_connections_per_ip", "--max-connections-per-ip", "N",
            "Connections at once from one address; of IPv6, a /64 counts as one",
            new WholeNumberForm(1, ServerLimits.MaxConnections),
            options => options.MaxConnectionsPerAddress, (options, value) => options with { MaxConnectionsPerAddress = value }),
        new Setting<ServerOptions, int>(
            "max_half_open", "--max-half-open", "N", "Connections at once that have not completed their handshake",
            new WholeNumberForm(1, ServerLimits.MaxConnections),
            options => options.MaxHalfOpen, (options, value) => options with { MaxHalfOpen = value }),
        new Setting<ServerOptions, int>(
            "connect_rate_per_ip", "--connect-rate-per-ip", "N", "New connections a second from one address, in the long run",
            new WholeNumberForm(1, ServerLimits.MaxRate),
            options => options.ConnectRatePerAddress, (options, value) => options with { ConnectRatePerAddress = value }),
        new Setting<ServerOptions, int>(
            "connect_burst_per_ip", "--connect-burst-per-ip", "N", "New connections from one address that may come all at once",
            new WholeNumberForm(1, ServerLimits.MaxBurst),
            options => options.ConnectBurstPerAddress, (options, value) => options with { ConnectBurstPerAddress = value }),
        new Setting<ServerOptions, int>(
            "signal_rate", "--signal-rate", "N", "Commands a second from one client, in the long run; leaving is always allowed",
            new WholeNumberForm(1, ServerLimits.MaxRate),
            options => options.SignalRate, (options, value) => options with { SignalRate = value }),
        new Setting<ServerOptions, int>(
            "signal_burst", "--signal-burst", "N", "Commands of one client that may come all at once",
            new WholeNumberForm(1, ServerLimits.MaxBurst),
            options => options.SignalBurst, (options, value) => options with { SignalBurst = value }),
        new Setting<ServerOptions, int>(
            "voice_rate", "--voice-rate", "N",
            "Voice datagrams a second from one client; who talks sends 50, and more than this is dropped",
            new WholeNumberForm(ServerLimits.MinVoiceRate, ServerLimits.MaxVoiceRate),
            options => options.VoiceRate, (options, value) => options with { VoiceRate = value }),
        new Setting<ServerOptions, int>(
            "endpoint_threads", "--endpoint-threads", "N",
            "Threads that receive, encrypt and send, all on the one port; 0 is half the cores, from 1 to 8",
            new WholeNumberForm(0, ServerLimits.MaxEndpointThreads),
            options => options.EndpointThreads, (options, value) => options with { EndpointThreads = value }),
        new Setting<ServerOptions, int>(
            "datagram_buffer", "--datagram-buffer", "BYTES",
            "The UDP socket's receive buffer, one for each endpoint thread; the kernel may grant less (on Linux net.core.rmem_max)",
            new WholeNumberForm(ServerLimits.MinDatagramBuffer, ServerLimits.MaxDatagramBuffer),
            options => options.DatagramBuffer, (options, value) => options with { DatagramBuffer = value }),
    ];

    private static IEnumerable<Setting<ServerOptions>> Metrics =>
    [
        new Setting<ServerOptions, Uri>(
            "otlp_endpoint", "--otlp-endpoint", "URL",
            "The collector that metrics are sent to, in OTLP over HTTP (protobuf), at /v1/metrics below it; not set, none are sent",
            s_collector, options => options.OtlpEndpoint, (options, value) => options with { OtlpEndpoint = value })
        {
            Example = "\"http://127.0.0.1:4318\"",
        },
        new Setting<ServerOptions, TimeSpan>(
            "otlp_interval_secs", "--otlp-interval", "SECONDS", "How often metrics are sent to otlp_endpoint",
            new SecondsForm(1, ServerLimits.MaxOtlpInterval),
            options => options.OtlpInterval, (options, value) => options with { OtlpInterval = value }),
    ];

    // What no setting can see alone.
    public static void CheckTogether(ServerOptions options)
    {
        if (options.CertificateFile is null != options.KeyFile is null)
        {
            (string set, string missing) = options.KeyFile is null
                ? ("cert_file (--cert-file)", "key_file (--key-file)")
                : ("key_file (--key-file)", "cert_file (--cert-file)");
            throw new ConfigurationException($"{set} is set and {missing} is not; both or neither are allowed.");
        }

        if (options is { EphemeralCertificate: true, CertificateFile: not null })
        {
            throw new ConfigurationException(
                "ephemeral_cert (--ephemeral-cert) and cert_file (--cert-file) are both set; only one of them is allowed.");
        }

        int roomLength = new StringInfo(options.InviteRoom).LengthInTextElements;
        if (roomLength > options.MaxRoomCode)
        {
            throw new ConfigurationException(
                $"invite_room (--invite-room) has {roomLength} characters, "
                + $"but max_room_code (--max-room-code) allows {options.MaxRoomCode}.");
        }
    }
}
