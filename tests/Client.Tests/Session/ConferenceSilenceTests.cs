using Mcu.Client.Session;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Xunit;

namespace Mcu.Client.Tests.Session;

// A server that does not answer any more, without anybody saying so.
public class ConferenceSilenceTests
{
    private static readonly RosterEntry s_ben = new(3, "Ben");

    [Fact]
    public async Task A_server_that_answers_is_not_spoken_of()
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        await stay.WatchAsync(TimeSpan.FromSeconds(30));
        await stay.Server.SendAsync(new HostChanged(7));
        Assert.IsType<SessionEvent.HostChanged>((await stay.NextAsync<ConferenceEvent.InRoom>()).Happened);
    }

    [Theory]
    [InlineData(false, 4.6)]
    [InlineData(true, 1.8)]
    public async Task A_silent_one_is_told_of_once_and_so_is_its_answer(bool talks, double seconds)
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        await FallSilentAsync(stay, talks);
        await stay.WatchAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(seconds, (await stay.NextAsync<ConferenceEvent.Silent>()).For.TotalSeconds);
        Assert.NotNull(stay.Conference.Session);
        stay.Line.Answer();
        await stay.WatchAsync(TimeSpan.FromSeconds(30));
        await stay.NextAsync<ConferenceEvent.Answering>();
        Assert.False(stay.Conference.Events.TryPeek(out _));
    }

    [Fact]
    public async Task Who_is_silent_for_too_long_is_given_up_and_joined_anew()
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        ITransportConnection server = stay.Server.Connection;
        await FallSilentAsync(stay, talks: false);
        await stay.WatchAsync(TimeSpan.FromSeconds(15));
        await stay.NextAsync<ConferenceEvent.Silent>();
        ConferenceEvent.Lost lost = await stay.LostAsync();
        Assert.Equal("The connection was lost: Nothing was heard from the server for 15 s.", lost.Sentence);
        Assert.Equal(EndedBy.Peer, (await server.Ended).By);
        await stay.WaitAsync(lost, 1);
        await stay.Server.LetInAsync(s_ben);
        await stay.ConnectedAsync();
        await stay.WatchAsync(TimeSpan.FromSeconds(30));
        Assert.False(stay.Conference.Events.TryPeek(out _));
    }

    [Fact]
    public async Task One_may_leave_a_silent_server()
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        await FallSilentAsync(stay, talks: true);
        await stay.WatchAsync(TimeSpan.FromSeconds(3));
        await stay.NextAsync<ConferenceEvent.Silent>();
        Task<SessionEnd> leaving = stay.Conference.LeaveAsync();
        await stay.LetGoAsync();
        Assert.Equal(SessionEndKind.Left, (await leaving).Kind);
        Assert.Equal(SessionEndKind.Left, (await stay.EndedAsync()).Kind);
    }

    [Fact]
    public async Task Who_stays_for_one_session_waits_for_the_transport()
    {
        var stay = new ConferenceFixture { ComesBack = false };
        Task letIn = stay.Server.LetInAsync(s_ben);
        await using Conference conference = await stay.JoinAsync();
        await letIn;
        Assert.Equal(0, stay.Time.Waiting);
        Task<SessionEnd> leaving = conference.LeaveAsync();
        await stay.LetGoAsync();
        await leaving;
    }

    private static async Task FallSilentAsync(ConferenceFixture stay, bool talks)
    {
        await stay.WatchAsync(TimeSpan.FromSeconds(2));
        stay.Line.FallSilent();
        if (talks)
        {
            stay.Line.TrySendDatagram([1]);
        }
    }
}
