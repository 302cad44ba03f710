using System.Threading.Channels;
using Mcu.Client.Audio.Devices;
using Mcu.Client.Control;
using Mcu.Client.Interactive;
using Mcu.Client.Narration;
using Mcu.Client.Session;
using Mcu.Client.Voice;
using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Microsoft.Extensions.Logging;

namespace Mcu.Client.Hosting;

// Being in a room with sound: brings stay, headset, presenter and commands together until one of them ends it. Owns nothing that it
// is given.
internal sealed partial class Call : IScreenCall, ICommandHandler
{
    private static readonly TimeSpan s_watch = TimeSpan.FromMilliseconds(200);

    private readonly ClientOptions _options;
    private readonly ClientSurroundings _surroundings;
    private readonly Conference _conference;
    private readonly CallSound _sound;
    private readonly Channel<DeviceNotice> _notices = Channel.CreateUnbounded<DeviceNotice>();
    private readonly CommandRunner _commands;
    private readonly Narrator _narrator;
    private readonly Switchboard _switchboard;
    private Headset? _headset;

    public Call(
        ClientOptions options, ClientSurroundings surroundings, Conference conference, CallSound sound, IPresenter presenter,
        ILogger logger)
    {
        _options = options;
        _surroundings = surroundings;
        _conference = conference;
        _sound = sound;
        _switchboard = new Switchboard(presenter);
        _narrator = new Narrator(conference.Events, _switchboard, logger);
        _commands = new CommandRunner(conference, new CallDesk(sound, Invite, () => Numbers), _narrator);
    }

    // Until the time is over, somebody asks to leave, or the stay ends. Lines come from the screen, where there is one, else from
    // input. Throws what a file or the output throws, after the goodbye and the report.
    public async Task<SessionEnd> RunAsync(
        Joiner joiner, ScreenFace? screen, ChannelReader<string> warnings, InputLines input, CancellationToken cancellationToken)
    {
        Headset headset = _headset = await _sound.BeginAsync(
            _surroundings.Pacer, Frames, notice => _notices.Writer.TryWrite(notice)).ConfigureAwait(false);
        _switchboard.Use(headset, session => NewLine(joiner.Inbox, session));
        Task told = _narrator.TellEventsAsync();
        await _switchboard.Connected.ConfigureAwait(false);
        headset.Start();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task warning = TellWarningsAsync(warnings, over.Token);
        Task watching = _options.IsHeadless ? Task.CompletedTask : WatchMutedTalkAsync(headset, over.Token);
        Task noticing = TellNoticesAsync();
        ControlListener? hotkeys = OpenControl();
        if (screen is null)
        {
            _ = _commands.ReadAsync(input);
        }
        else
        {
            screen.Start(this);
        }

        Task asked = Task.Delay(Timeout.Infinite, over.Token);
        Task left = screen?.Leaving ?? asked;
        await Task.WhenAny(headset.Completed, _conference.Ended, asked, _commands.Leaving, told, left).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        headset.Stop();
        if (hotkeys is not null)
        {
            await hotkeys.DisposeAsync().ConfigureAwait(false);
        }

        TimeSpan roundTrip = _switchboard.Session.Connection.GetStatistics().RoundTripTime;
        SessionEnd end = await _conference.LeaveAsync().ConfigureAwait(false);
        _notices.Writer.TryComplete();
        await Task.WhenAll(told, warning, noticing, watching).ConfigureAwait(false);
        await _commands.AllAnsweredAsync().ConfigureAwait(false);
        _narrator.End(end, Report(headset, end, roundTrip));

        // A file that failed fails the run, but only after the goodbye and the report; so does a screen.
        await headset.Completed.ConfigureAwait(false);
        if (left.IsFaulted)
        {
            await left.ConfigureAwait(false);
        }

        return end;
    }

    public Task RunAsync(InputLine line) => _commands.RunAsync(line);

    // From another program of our user's.
    public async Task<CommandReply> RunAsync(string line, CancellationToken cancellationToken)
    {
        CommandAnswer? answer = await _commands.RunAsync(new InputLine(0, line), isAside: true).WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        return answer switch
        {
            null => CommandReply.Refused("The line is blank."),
            { Ok: false } => CommandReply.Refused(answer.Sentence ?? ""),
            _ => new CommandReply([.. AnswerLines.Of(answer)], null),
        };
    }

    public void PressTalkKey(bool down) => _sound.Transmit.IsTalkKeyDown = down;

    private long Frames => _options.Duration is { } duration
        ? (long)Math.Ceiling(duration.TotalMilliseconds * MonotonicClock.Millisecond / AudioFormat.FrameDuration)
        : long.MaxValue;

    private VoiceLine NewLine(VoiceInbox inbox, ConferenceSession session)
    {
        var options = new VoiceLineOptions
        {
            Encoding = new OpusEncoderOptions { Bitrate = _options.Bitrate },
            Jitter = VoiceLineOptions.JitterFor(session.Connection.GetStatistics().RoundTripTime),
            MaxDatagram = session.MaxDatagramBytes,
        };
        return new VoiceLine(inbox, session.Connection, session.Microphone, options);
    }

    // A call without hotkeys is a call all the same.
    private ControlListener? OpenControl()
    {
        if (_options.IsHeadless || _surroundings.ControlFolder is not { } path)
        {
            return null;
        }

        try
        {
            return ControlListener.Open(ControlFolder.Make(path), Environment.ProcessId, this, _surroundings.Time);
        }
        catch (ControlException e)
        {
            _narrator.Warn(e.Message);
            return null;
        }
    }

    // What is known by now at once, the rest as it comes.
    private async Task TellWarningsAsync(ChannelReader<string> warnings, CancellationToken cancellationToken)
    {
        try
        {
            do
            {
                while (warnings.TryRead(out string? warning))
                {
                    _narrator.Warn(warning);
                }
            }
            while (await warnings.WaitToReadAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The call is over.
        }
    }

    private async Task TellNoticesAsync()
    {
        await foreach (DeviceNotice notice in _notices.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            _narrator.Warn(notice.Text);
        }
    }

    // Once per spell.
    private async Task WatchMutedTalkAsync(Headset headset, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_watch, _surroundings.Time);
        bool was = false;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                bool isNow = headset.IsMutedButTalking;
                if (isNow && !was)
                {
                    _narrator.Warn("You are muted but talking.");
                }

                was = isNow;
            }
        }
        catch (OperationCanceledException)
        {
            // The call is over.
        }
    }

    private CallReport Report(Headset headset, SessionEnd end, TimeSpan roundTrip)
    {
        ConferenceSession session = _switchboard.Session;
        JitterBufferStatistics heard = _switchboard.Line.Heard;
        return new CallReport
        {
            Name = session.Roster.SelfName,
            Room = session.Room,
            Participants = session.Roster.Everyone,
            PacketsSent = _switchboard.Line.Sent,
            PacketsReceived = heard.Received,
            PacketsLate = heard.Late,
            PacketsLost = heard.Lost,
            RebuiltByFec = heard.FecRebuilt,
            Concealed = heard.Concealed,
            RttMs = Math.Round(roundTrip.TotalMilliseconds, 3),
            JitterMs = Math.Round(heard.JitterMs, 3),
            BufferDelayMs = Math.Round(heard.BufferDelayMs, 3),
            InputOverruns = _sound.Microphone?.Overruns ?? 0,
            OutputUnderruns = _sound.Loudspeaker?.Underruns ?? 0,
            DurationMs = headset.Frames * AudioFormat.FrameDuration / MonotonicClock.Millisecond,
            JoinedAtNs = headset.StartedAt,
            InputStartedNs = headset.InputStartedAt,
            Ended = CodeNames.Of(end.Kind),
            EndCode = end.Code,
            EndReason = end.Reason,
        };
    }
}
