using Mcu.Client.Commands;
using Mcu.Client.Narration;
using Mcu.Client.Session;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Interactive;

// What happens, as messages to the screen. Post must not wait. Measured is called by one thread, all else one call at a time.
internal sealed class ScreenPresenter(Action<Message> post, TimeProvider time) : IPresenter
{
    private readonly Lock _lock = new();
    private readonly ToldChanges _told = new();
    private ConferenceSession? _session;

    // Counted down to, or up from.
    private (ConnectionState State, DateTimeOffset At)? _counted;
    private string _devices = "";

    public void Warned(string sentence) => Tell(sentence, EventTone.Warning);

    public void Noted(string sentence) => Tell(sentence, EventTone.Plain);

    public void Happened(ConferenceEvent happened)
    {
        if (ProgressLine.Of(happened) is { } line)
        {
            Tell(line, EventTones.Of(happened));
        }

        _told.Hear(happened);
        switch (happened)
        {
            case ConferenceEvent.Connected connected:
                _session = connected.Session;
                post(new Message.Joined(connected.Session.Room, connected.Session.Roster.SelfName));
                Connection(ConnectionState.Connected);
                break;
            case ConferenceEvent.Silent silent:
                Connection(ConnectionState.Silent, time.GetUtcNow() - silent.For);
                break;
            case ConferenceEvent.Answering:
                Connection(ConnectionState.Connected);
                break;
            case ConferenceEvent.Lost lost:
                Connection(ConnectionState.Reconnecting, time.GetUtcNow() + lost.Wait);
                break;
            case ConferenceEvent.Trying:
                Connection(ConnectionState.Reconnecting);
                break;
        }

        ShowRoster();
    }

    public void Answered(CommandAnswer answer)
    {
        if (answer is { Ok: true, Command: Command.Help })
        {
            post(new Message.PanelAsked(ShownPanel.Help));
            return;
        }

        if (answer is { Ok: true, Command: Command.Statistics })
        {
            post(new Message.PanelAsked(ShownPanel.Statistics));
            return;
        }

        foreach (string line in _told.LinesOf(answer))
        {
            Tell(line, answer.Ok ? EventTone.Good : EventTone.Bad);
        }

        ShowRoster();
    }

    public void Ended(SessionEnd end, CallReport report) => Connection(ConnectionState.Ended);

    // How it stands now, a few times a second. The lists: names of devices.
    public void Measured(CallNumbers numbers, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs)
    {
        post(new Message.VoiceChanged(ScreenMeters.VoiceOf(numbers)));
        post(new Message.Measured(ScreenMeters.Of(numbers)));
        lock (_lock)
        {
            PostCounted();
        }

        string devices = string.Join('\n', [.. inputs, "", .. outputs]);
        if (devices != _devices)
        {
            _devices = devices;
            post(new Message.DevicesChanged(inputs, outputs));
        }
    }

    private void Connection(ConnectionState state, DateTimeOffset? at = null)
    {
        lock (_lock)
        {
            _counted = at is { } moment ? (state, moment) : null;
            if (_counted is null)
            {
                post(new Message.ConnectionChanged(state));
            }

            PostCounted();
        }
    }

    private void PostCounted()
    {
        if (_counted is not var (state, at))
        {
            return;
        }

        double left = (at - time.GetUtcNow()).TotalSeconds;
        int seconds = (int)(state == ConnectionState.Silent ? Math.Floor(-left) : Math.Ceiling(left));
        post(new Message.ConnectionChanged(state, Math.Max(0, seconds)));
    }

    private void Tell(string line, EventTone tone) =>
        post(new Message.Happened(new EventLine(TimeOnly.FromDateTime(time.GetLocalNow().DateTime), line, tone)));

    private void ShowRoster()
    {
        if (_session is { } session)
        {
            post(new Message.RosterChanged([.. session.Roster.Present.Select(Row)]));
        }
    }

    private static PeerRow Row(Participant someone) => new(someone.Id, someone.Name)
    {
        IsSelf = someone.IsSelf,
        IsHost = someone.IsHost,
        IsTalking = someone.IsTalking,
        IsMuted = someone.IsSelfMuted,
        IsSilenced = someone.IsForceMuted,
        IsBlocked = someone.IsBlocked,
    };
}
