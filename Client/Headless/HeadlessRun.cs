using System.Net;
using System.Net.Sockets;
using Mcu.Client.Audio;
using Mcu.Client.Session;
using Mcu.Client.Trust;
using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Transport;
using Microsoft.Extensions.Logging;

namespace Mcu.Client.Headless;

// One run without a screen, from checked options to exit code: opens the files, joins, plays, leaves, reports. Events are lines
// on errors, the report is the one line on output.
internal sealed class HeadlessRun(
    HeadlessOptions options, Func<ITransport> transport, IFramePacer pacer, TextWriter output, TextWriter errors, ILogger logger)
{
    // Cancelling is to leave politely; it is not a failure.
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            OpusLibrary.EnsureLoaded();
            using IFrameSource source = OpenSource();
            using IFrameSink sink = options.Output is null ? new NullSink() : new WavSink(WavWriter.Create(options.Output));
            return await JoinAndTalkAsync(source, sink, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AudioFileException or OpusException or SessionException or TransportException or TrustException)
        {
            HeadlessLog.Failed(logger, e.Message);
            await errors.WriteLineAsync(e.Message).ConfigureAwait(false);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await errors.WriteLineAsync("stopped before joining").ConfigureAwait(false);
            return ExitCode.Normal;
        }
    }

    private IFrameSource OpenSource() =>
        options.Input is { } path ? WavSource.Open(path, options.Loop)
        : options.TestToneHz is { } hz ? new ToneSource(hz)
        : new SilentSource();

    private async Task<int> JoinAndTalkAsync(IFrameSource source, IFrameSink sink, CancellationToken cancellationToken)
    {
        ITransport network = transport();
        HeadlessLog.Connecting(logger, options.Server, network.Library, OpusLibrary.Version);
        using Identity? identity = await OpenIdentityAsync(cancellationToken).ConfigureAwait(false);
        IFirstContact firstContact = options.Trust.AcceptNew ? new AcceptNew() : new RefuseNew();
        var trust = new ServerTrust(options.Server, options.Trust, new PublicAuthorities(), firstContact, TellAsync);
        var where = new SessionOptions
        {
            EndPoints = await ResolveAsync(cancellationToken).ConfigureAwait(false),
            ServerName = options.Server.ServerName,
            Check = trust.Check,
            Connected = trust.OnConnected,
            Certificate = identity?.Certificate,
            Room = options.Room,
            Name = options.Name,
        };
        var inbox = new VoiceInbox();
        ConferenceSession session = await trust.ConnectAsync(
            () => ConferenceSession.JoinAsync(network, where, inbox.OnDatagram, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            using var pump = new VoicePump(source, sink, inbox, session.Connection, PumpOptions(session));
            using var loop = new VoiceLoop(pump, pacer, Frames);
            loop.Start();
            await TellAsync(ProgressLine.Joined(session)).ConfigureAwait(false);
            Task told = TellEventsAsync(session);
            Task asked = Task.Delay(Timeout.Infinite, cancellationToken);
            await Task.WhenAny(loop.Completed, session.Ended, asked).ConfigureAwait(false);
            loop.Stop();
            TimeSpan roundTrip = session.Connection.GetStatistics().RoundTripTime;
            SessionEnd end = await session.LeaveAsync().ConfigureAwait(false);
            await told.ConfigureAwait(false);
            await TellAsync(ProgressLine.Ended(end)).ConfigureAwait(false);
            await output.WriteLineAsync(Report(session, pump, end, roundTrip).ToJson()).ConfigureAwait(false);
            // A file that failed fails the run, but only after the goodbye and the report.
            await loop.Completed.ConfigureAwait(false);
            return ExitCodeOf(end);
        }
    }

    private VoicePumpOptions PumpOptions(ConferenceSession session) => new()
    {
        Encoding = new OpusEncoderOptions { Bitrate = options.Bitrate },
        Jitter = VoicePumpOptions.JitterFor(session.Connection.GetStatistics().RoundTripTime),
        MaxDatagram = session.MaxDatagramBytes,
    };

    private long Frames => options.Duration is { } duration
        ? (long)Math.Ceiling(duration.TotalMilliseconds * MonotonicClock.Millisecond / AudioFormat.FrameDuration)
        : long.MaxValue;

    private async Task<IReadOnlyList<IPEndPoint>> ResolveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await options.Server.ResolveAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new SessionException($"The server's name {options.Server.Host} is not known: {e.Message}.", e);
        }
    }

    private async Task<Identity?> OpenIdentityAsync(CancellationToken cancellationToken)
    {
        if (options.Trust.Anonymous)
        {
            return null;
        }

        Identity identity = await Identity.OpenAsync(options.Trust.IdentityPath, cancellationToken).ConfigureAwait(false);
        if (identity.Warning is { } warning)
        {
            await TellAsync(new TrustNotice(true, warning)).ConfigureAwait(false);
        }

        return identity;
    }

    private Task TellAsync(TrustNotice notice) => TellAsync(notice.IsWarning ? $"Warning: {notice.Sentence}" : notice.Sentence);

    private async Task TellEventsAsync(ConferenceSession session)
    {
        await foreach (SessionEvent happened in session.Events.ReadAllAsync().ConfigureAwait(false))
        {
            await TellAsync(ProgressLine.Of(happened)).ConfigureAwait(false);
        }
    }

    private async Task TellAsync(string line)
    {
        HeadlessLog.Told(logger, line);
        await errors.WriteLineAsync(line).ConfigureAwait(false);
    }

    private static int ExitCodeOf(SessionEnd end) => end.Kind switch
    {
        SessionEndKind.Left => ExitCode.Normal,
        SessionEndKind.ServerShutDown => ExitCode.ServerShutDown,
        _ => ExitCode.ConnectionLost,
    };

    private static HeadlessReport Report(ConferenceSession session, VoicePump pump, SessionEnd end, TimeSpan roundTrip)
    {
        JitterBufferStatistics heard = pump.Heard;
        return new HeadlessReport
        {
            Name = session.Roster.SelfName,
            Room = session.Room,
            Participants = session.Roster.Everyone,
            PacketsSent = pump.Sent,
            PacketsReceived = heard.Received,
            PacketsLate = heard.Late,
            PacketsLost = heard.Lost,
            RebuiltByFec = heard.FecRebuilt,
            Concealed = heard.Concealed,
            RttMs = Math.Round(roundTrip.TotalMilliseconds, 3),
            JitterMs = Math.Round(heard.JitterMs, 3),
            BufferDelayMs = Math.Round(heard.BufferDelayMs, 3),
            DurationMs = pump.Frames * AudioFormat.FrameDuration / MonotonicClock.Millisecond,
            JoinedAtNs = pump.StartedAt,
            InputStartedNs = pump.InputStartedAt,
            Ended = ProgressLine.NameOf(end.Kind),
            EndCode = end.Code,
            EndReason = end.Reason,
        };
    }
}
