using System.Threading.Channels;
using Mcu.Client.Audio.Devices;
using Mcu.Client.Interactive;
using Mcu.Client.Narration;
using Mcu.Client.Session;
using Mcu.Client.Voice;
using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Transport.Backends;
using Microsoft.Extensions.Logging;

namespace Mcu.Client.Hosting;

// Being in a room with sound: brings stay, headset, presenter and commands together until one of them ends it. Owns nothing that it
// is given.
internal sealed partial class Call : IScreenCall
{
    private static readonly TimeSpan s_watch = TimeSpan.FromMilliseconds(200);

    private readonly ClientOptions _options;
    private readonly ClientSurroundings _surroundings;
    private readonly LoadedTransport _transport;
    private readonly Conference _conference;
    private readonly CallSound _sound;
    private readonly Channel<DeviceNotice> _notices = Channel.CreateUnbounded<DeviceNotice>();
    private readonly CommandRunner _commands;
    private readonly Narrator _narrator;
    private readonly Switchboard _switchboard;
    private Headset? _headset;

    public Call(
        ClientOptions options, ClientSurroundings surroundings, LoadedTransport transport, Conference conference, CallSound sound,
        IPresenter presenter, ILogger logger)
    {
        _options = options;
        _surroundings = surroundings;
        _transport = transport;
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
        try
        {
            return await TalkAsync(joiner, screen, warnings, input, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await CloseControlAsync().ConfigureAwait(false);
        }
    }

    public Task RunAsync(InputLine line) => _commands.RunAsync(line);

    public void PressTalkKey(bool down) => _sound.Transmit.IsTalkKeyDown = down;

    private async Task<SessionEnd> TalkAsync(
        Joiner joiner, ScreenFace? screen, ChannelReader<string> warnings, InputLines input, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Headset headset = _headset = _sound.Begin(_surroundings.Pacer, Frames, notice => _notices.Writer.TryWrite(notice));
        _switchboard.Use(headset, session => NewLine(joiner.Inbox, session));
        Task told = _narrator.TellEventsAsync();

        // A session that the headset cannot be connected to is a failure of whoever tells of it; nobody else would come.
        await (await Task.WhenAny(_switchboard.Connected, told).ConfigureAwait(false)).ConfigureAwait(false);
        headset.Start();
        Task warning = TellWarningsAsync(warnings, over.Token);
        Task watching = _options.IsHeadless ? Task.CompletedTask : WatchMutedTalkAsync(headset, over.Token);
        Task noticing = TellNoticesAsync();
        OpenControl();
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
}
