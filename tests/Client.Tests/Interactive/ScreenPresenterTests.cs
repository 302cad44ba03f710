using Mcu.Client.Interactive;
using Mcu.Client.Narration;
using Mcu.Client.Session;
using Mcu.Client.Terminal.Model;
using Mcu.Common.Protocol;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Interactive;

// A connection that is being lost, as messages to the screen.
public class ScreenPresenterTests
{
    private readonly ManualTime _time = new();
    private readonly List<Message> _posted = [];
    private readonly ScreenPresenter _presenter;

    public ScreenPresenterTests() => _presenter = new ScreenPresenter(_posted.Add, _time);

    [Fact]
    public void The_seconds_of_a_silence_are_counted_up_until_it_is_over()
    {
        _presenter.Happened(new ConferenceEvent.Silent(TimeSpan.FromSeconds(1.8)));
        Assert.Equal([new(ConnectionState.Silent, 1)], Connections());
        Assert.Equal(new(ConnectionState.Silent, 2), After(0.3));
        Assert.Equal(new(ConnectionState.Silent, 12), After(10));
        _presenter.Happened(new ConferenceEvent.Answering());
        Assert.Equal(new(ConnectionState.Connected), Connections()[^1]);
        int posted = Connections().Length;
        After(1);
        Assert.Equal(posted, Connections().Length);
        Assert.Equal(
            [("The server has not answered for 1 s.", EventTone.Warning), ("The server answers again.", EventTone.Good)],
            _posted.OfType<Message.Happened>().Select(told => (told.Line.Text, told.Line.Tone)));
    }

    [Fact]
    public void The_seconds_to_the_next_try_are_counted_down()
    {
        _presenter.Happened(new ConferenceEvent.Silent(TimeSpan.FromSeconds(4.6)));
        _presenter.Happened(new ConferenceEvent.Lost("Lost.", TimeSpan.FromSeconds(1.9)));
        Assert.Equal(new(ConnectionState.Reconnecting, 2), Connections()[^1]);
        Assert.Equal(new(ConnectionState.Reconnecting, 1), After(1));
        Assert.Equal(new(ConnectionState.Reconnecting, 0), After(1));
        _presenter.Happened(new ConferenceEvent.Trying(1));
        Assert.Equal(new(ConnectionState.Reconnecting), Connections()[^1]);
    }

    // Being silenced is a warning; what one did oneself is none.
    [Theory]
    [InlineData(MuteState.Self, EventTone.Good)]
    [InlineData(MuteState.None, EventTone.Good)]
    [InlineData(MuteState.Host, EventTone.Warning)]
    public void How_we_are_muted_decides_how_much_it_weighs(MuteState mute, object tone)
    {
        var us = new Participant(7, "Ana") { IsSelf = true, Mute = mute };
        _presenter.Happened(new ConferenceEvent.InRoom(new SessionEvent.MuteChanged(us)));
        Assert.Equal(tone, Assert.Single(_posted.OfType<Message.Happened>()).Line.Tone);
    }

    private Message.ConnectionChanged[] Connections() => [.. _posted.OfType<Message.ConnectionChanged>()];

    // What is shown so many seconds later.
    private Message.ConnectionChanged After(double seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _presenter.Measured(new CallNumbers(), [], []);
        return Connections()[^1];
    }
}
