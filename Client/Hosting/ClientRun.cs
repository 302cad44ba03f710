using Mcu.Client.Audio;
using Mcu.Client.Headless;
using Mcu.Client.Narration;
using Mcu.Client.Session;
using Mcu.Client.Trust;
using Mcu.Client.Voice;
using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Transport;
using Microsoft.Extensions.Logging;

namespace Mcu.Client.Hosting;

// One run without a screen, from checked options to exit code: opens the files, joins, plays, does what it is told on input,
// leaves, reports. What happens goes to output, what fails to errors.
internal sealed class ClientRun(
    ClientOptions options,
    Func<ITransport> transport,
    IFramePacer pacer,
    Stream input,
    TextWriter output,
    TextWriter errors,
    ILogger logger)
{
    private readonly InputLines _input = new(input);

    // Told on standard error at once, and as events once we are in the room.
    private readonly List<string> _warnings = [];

    // Cancelling is to leave politely; it is not a failure.
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            OpusLibrary.EnsureLoaded();
            using IFrameSource source = OpenSource();
            using PendingWav? file = options.Output is SoundOutput.Wav heard ? PendingWav.Open(heard.Path) : null;
            using var joiner = new Joiner(options, transport, TellAsync, logger) { FirstContact = FirstContact() };
            ConferenceSession session = await joiner.JoinAsync(cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                using IFrameSink sink = file is null ? new NullSink() : new WavSink(file.Begin());
                using var headset = new Headset(source, sink, pacer, Frames);
                var line = new VoiceLine(joiner.Inbox, session.Connection, session.Microphone, LineOptions(session));
                headset.Connect(line);
                return await TalkAsync(session, line, headset, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (
            e is AudioFileException or OpusException or SessionException or TransportException or TrustException)
        {
            // A transport's sentence may hold the words of a peer that nobody has looked at yet.
            string sentence = e is TransportException ? SessionText.Clean(e.Message) : e.Message;
            ClientLog.Failed(logger, sentence);
            await errors.WriteLineAsync(sentence).ConfigureAwait(false);
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // All that is left: whoever should read what happens is gone, or their disk is full, or it was closed from the start.
            await TryTellAsync($"Standard output cannot be written: {e.Message}").ConfigureAwait(false);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await errors.WriteLineAsync("stopped before joining").ConfigureAwait(false);
            return ExitCode.Normal;
        }
    }

    // A terminal that is closed takes both streams with it.
    private async Task TryTellAsync(string sentence)
    {
        try
        {
            await errors.WriteLineAsync(sentence).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            ClientLog.Failed(logger, e.Message);
        }
    }

    // A program cannot be asked, nor can who is not there.
    private IFirstContact FirstContact() =>
        options.Trust.AcceptNew ? new AcceptNew()
        : options.IsHeadless || !options.CanAsk ? new RefuseNew()
        : new AskNew(_input.ReadTextAsync, errors);

    private async Task TellAsync(TrustNotice notice)
    {
        if (notice.IsWarning)
        {
            _warnings.Add(notice.Sentence);
        }

        string line = notice.IsWarning ? $"Warning: {notice.Sentence}" : notice.Sentence;
        ClientLog.Told(logger, line);
        await errors.WriteLineAsync(line).ConfigureAwait(false);
    }

    private IFrameSource OpenSource() => options.Input switch
    {
        SoundInput.Wav said => WavSource.Open(said.Path, said.Loop),
        SoundInput.Tone tone => new ToneSource(tone.Hz),
        _ => new SilentSource(),
    };

    // In the room, until the time is over, somebody asks to leave, or the session ends.
    private async Task<int> TalkAsync(
        ConferenceSession session, VoiceLine line, Headset headset, CancellationToken cancellationToken)
    {
        IPresenter presenter = options.IsHeadless
            ? new JsonPresenter(output, () => pacer.Now)
            : new PlainPresenter(output);
        var narrator = new Narrator(session.Events, presenter, logger);
        var commands = new CommandRunner(session, narrator);
        headset.Start();
        foreach (string warning in _warnings)
        {
            narrator.Warn(warning);
        }

        Task told = narrator.TellEventsAsync();
        _ = commands.ReadAsync(_input);
        Task asked = Task.Delay(Timeout.Infinite, cancellationToken);
        await Task.WhenAny(headset.Completed, session.Ended, asked, commands.Leaving, told).ConfigureAwait(false);
        headset.Stop();
        TimeSpan roundTrip = session.Connection.GetStatistics().RoundTripTime;
        SessionEnd end = await session.LeaveAsync().ConfigureAwait(false);
        await told.ConfigureAwait(false);
        await commands.AllAnsweredAsync().ConfigureAwait(false);
        narrator.End(end, Report(session, line, headset, end, roundTrip));
        // A file that failed fails the run, but only after the goodbye and the report.
        await headset.Completed.ConfigureAwait(false);
        return ExitCodeOf(end);
    }

    private VoiceLineOptions LineOptions(ConferenceSession session) => new()
    {
        Encoding = new OpusEncoderOptions { Bitrate = options.Bitrate },
        Jitter = VoiceLineOptions.JitterFor(session.Connection.GetStatistics().RoundTripTime),
        MaxDatagram = session.MaxDatagramBytes,
    };

    private long Frames => options.Duration is { } duration
        ? (long)Math.Ceiling(duration.TotalMilliseconds * MonotonicClock.Millisecond / AudioFormat.FrameDuration)
        : long.MaxValue;

    private static int ExitCodeOf(SessionEnd end) => end.Kind switch
    {
        SessionEndKind.Left => ExitCode.Normal,
        SessionEndKind.ServerShutDown => ExitCode.ServerShutDown,
        SessionEndKind.Kicked => ExitCode.Kicked,
        _ => ExitCode.ConnectionLost,
    };

    private static CallReport Report(
        ConferenceSession session, VoiceLine line, Headset headset, SessionEnd end, TimeSpan roundTrip)
    {
        JitterBufferStatistics heard = line.Heard;
        return new CallReport
        {
            Name = session.Roster.SelfName,
            Room = session.Room,
            Participants = session.Roster.Everyone,
            PacketsSent = line.Sent,
            PacketsReceived = heard.Received,
            PacketsLate = heard.Late,
            PacketsLost = heard.Lost,
            RebuiltByFec = heard.FecRebuilt,
            Concealed = heard.Concealed,
            RttMs = Math.Round(roundTrip.TotalMilliseconds, 3),
            JitterMs = Math.Round(heard.JitterMs, 3),
            BufferDelayMs = Math.Round(heard.BufferDelayMs, 3),
            DurationMs = headset.Frames * AudioFormat.FrameDuration / MonotonicClock.Millisecond,
            JoinedAtNs = headset.StartedAt,
            InputStartedNs = headset.InputStartedAt,
            Ended = CodeNames.Of(end.Kind),
            EndCode = end.Code,
            EndReason = end.Reason,
        };
    }
}
