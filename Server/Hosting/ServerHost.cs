using System.Net;
using System.Security.Cryptography;
using Mcu.Common.Audio;
using Mcu.Common.Transport;
using Mcu.Server.Admission;
using Mcu.Server.Metrics;
using Mcu.Server.Mixing;
using Mcu.Server.Rooms;
using Mcu.Server.Signaling;
using Microsoft.Extensions.Logging;

namespace Mcu.Server.Hosting;

// A whole server, put together from its parts, on any transport. It listens once it is made, until it is stopped.
internal sealed class ServerHost : IAsyncDisposable
{
    private readonly ServerCertificate _certificate;
    private readonly ITransportListener _listener;
    private readonly SessionAcceptor _acceptor;
    private readonly Lobby _lobby;
    private readonly ServerMeter _meter;
    private readonly MetricsExport? _export;
    private Task? _stopped;

    // `time` is for deadlines of signaling only; mixing runs on the monotonic clock. `newLimiter` stands in for the options' limit of
    // requests, whose clock is the library's own.
    // Throws AdmissionException where the certificate cannot be had, TransportException where the address cannot, and
    // MetricsException where metrics cannot be sent.
    public ServerHost(
        ITransport transport,
        ServerOptions options,
        ILoggerFactory logs,
        TimeProvider time,
        Func<SignalLimiter>? newLimiter = null)
    {
        var pickups = new PickupPlan(() => Statistics.Forwards);
        _certificate = ServerCertificate.Obtain(
            CertificateSourceOf(options), time.GetUtcNow(), logs.CreateLogger(AdmissionLog.Category));
        try
        {
            _export = ExportOf(options, logs);
            _listener = transport.Listen(ListenOptionsOf(options, _certificate) with { NextPickup = pickups.NextPickup });
        }
        catch
        {
            _export?.Dispose();
            _certificate.Dispose();
            throw;
        }

        ILogger mixing = logs.CreateLogger(MixingLog.Category);
        Scheduler = new MixScheduler(
            PreciseSleep.ForThreads(options.MixThreads > 0 ? options.MixThreads : Environment.ProcessorCount),
            new MixCallbacks(
                failure => MixingLog.TickFailed(mixing, failure),
                _listener.SendQueued,
                change => NoteEffort(mixing, change),
                () => new BatchOutlet(_listener.OpenBatch()),
                _listener.TryTakeIn));
        pickups.Follow(Scheduler.Meters);
        RoomOptions rooms = RoomOptionsOf(options);
        _lobby = new Lobby(new RoomDirectory(rooms, RandomId()), Scheduler, MixOptionsOf(options), Statistics, time);
        var context = new SessionContext(
            _lobby,
            Statistics,
            rooms,
            newLimiter ?? (() => new SignalLimiter(options.SignalRate, options.SignalBurst)),
            options.VoiceRate,
            ServerVersion.Software,
            time,
            logs.CreateLogger(SignalingLog.Category));
        _acceptor = new SessionAcceptor(_listener, context);
        _meter = new ServerMeter(new MeterSources
        {
            Mixing = Statistics,
            Scheduler = Scheduler,
            Listener = _listener.GetStatistics,
            Connections = () => _acceptor.Count,
            Rooms = () => _lobby.RoomCount,
            Participants = () => _lobby.ParticipantCount,
            NotArrived = () => DatagramsNotArrived,
        });
    }

    // Where it listens, with the port that port 0 became.
    public IPEndPoint LocalEndPoint => _listener.LocalEndPoint;

    // Of the certificate that clients are shown.
    public CertificateFingerprint Fingerprint => _certificate.Fingerprint;

    public MixStatistics Statistics { get; } = new();

    public MixScheduler Scheduler { get; }

    // Connections, in a room or not.
    public int SessionCount => _acceptor.Count;

    public int RoomCount => _lobby.RoomCount;

    // Datagrams for clients, dropped before they were sent, and lost on the way.
    public (long Blocked, long Lost) DatagramsNotArrived => _acceptor.DatagramsNotArrived;

    // Completes when it is stopped. Fails where it can take nobody in any more though nobody stopped it.
    public Task Serving => _acceptor.Accepting;

    // Tells everybody, waits for them a little, and gives everything back. Calling it again waits for the same end.
    public Task StopAsync() => _stopped ??= StopOnceAsync();

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StopOnceAsync()
    {
        await _acceptor.StopAsync();
        await _listener.DisposeAsync();
        await _acceptor.DisposeAsync();
        Scheduler.Dispose();
        await _lobby.DisposeAsync();
        _certificate.Dispose();
        // Last, so that what is delivered at the end is how it ended.
        _export?.Dispose();
        _meter.Dispose();
    }

    private void NoteEffort(ILogger log, in OverloadChange change)
    {
        MixingLog.EffortChanged(log, change);
        if (change.IsOverloaded)
        {
            Statistics.CountOverload();
        }
    }

    private static MetricsExport? ExportOf(ServerOptions options, ILoggerFactory logs) => options.OtlpEndpoint is { } endpoint
        ? new MetricsExport(endpoint, options.OtlpInterval, logs.CreateLogger(MetricsLog.Category))
        : null;

    private static CertificateSource CertificateSourceOf(ServerOptions options) => new()
    {
        CertificateFile = options.CertificateFile,
        KeyFile = options.KeyFile,
        DataDirectory = options.DataDirectory,
        IsEphemeral = options.EphemeralCertificate,
    };

    private static ListenOptions ListenOptionsOf(ServerOptions options, ServerCertificate certificate) => new()
    {
        EndPoint = options.Bind,
        Certificate = certificate.Certificate,
        Intermediates = certificate.Intermediates,
        IdleTimeout = options.IdleTimeout,
        MaxConnections = options.MaxConnections,
        MaxHalfOpen = options.MaxHalfOpen,
        Gate = new ConnectionGate(new GateLimits(
            options.MaxConnectionsPerAddress, options.ConnectRatePerAddress, options.ConnectBurstPerAddress)),
        ReceiveBuffer = options.DatagramBuffer,
        Threads = EndpointThreadsOf(options, Environment.ProcessorCount),
    };

    // Half the cores: the other half is for mixing, which costs more.
    internal static int EndpointThreadsOf(ServerOptions options, int cores) => options.EndpointThreads > 0
        ? options.EndpointThreads
        : Math.Clamp(cores / 2, 1, ServerLimits.MostEndpointThreadsUnasked);

    private static MixOptions MixOptionsOf(ServerOptions options)
    {
        var defaults = new MixOptions();
        return defaults with
        {
            Encoder = defaults.Encoder with { Bitrate = options.Bitrate },
            Jitter = defaults.Jitter with { MaximumDelay = options.JitterDepth * AudioFormat.FrameDuration },
            VadThreshold = options.VadThreshold,
        };
    }

    private static RoomOptions RoomOptionsOf(ServerOptions options) => new()
    {
        Capacity = options.MaxRoomSize,
        MaxRooms = options.MaxRooms,
        CleanupInterval = options.CleanupInterval,
        KickBan = options.KickBan,
        MaxName = options.MaxDisplayName,
        MaxCode = options.MaxRoomCode,
    };

    private static ulong RandomId()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }
}
