using Mcu.Client.Commands;
using Mcu.Client.Narration;
using Mcu.Client.Session;
using Mcu.Common.Protocol;
using Xunit;

namespace Mcu.Client.Tests.Narration;

public class ToldChangesTests
{
    private static readonly Participant s_ben = new(3, "Ben") { Mute = MuteState.Host };

    private readonly ToldChanges _told = new();

    [Fact]
    public void What_an_event_told_the_answer_leaves_out_whatever_comes_between()
    {
        _told.Hear(new ConferenceEvent.InRoom(new SessionEvent.MuteChanged(s_ben)));
        Assert.Single(_told.LinesOf(new CommandAnswer(1, new Command.Who(), true) { Present = [s_ben] }));
        Assert.Empty(_told.LinesOf(Silenced()));
    }

    [Fact]
    public void What_no_event_told_the_answer_tells()
    {
        Assert.Equal("Ben is silenced by the host", Assert.Single(_told.LinesOf(Silenced())));
        _told.Hear(new ConferenceEvent.InRoom(new SessionEvent.MuteChanged(s_ben)));
        Assert.Empty(_told.LinesOf(Silenced()));
        Assert.Single(_told.LinesOf(Silenced()));
    }

    [Fact]
    public void Who_has_left_is_forgotten()
    {
        _told.Hear(new ConferenceEvent.InRoom(new SessionEvent.MuteChanged(s_ben)));
        _told.Hear(new ConferenceEvent.InRoom(new SessionEvent.Left(s_ben, LeaveReason.Left)));
        Assert.Single(_told.LinesOf(Silenced()));
    }

    private static CommandAnswer Silenced() =>
        new(2, new Command.ForceMute(new Peer(3, "Ben"), true), true) { Whom = s_ben };
}
