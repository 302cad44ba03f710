using Mcu.Client.Session;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Xunit;

namespace Mcu.Client.Tests.Session;

public class ConferenceTests
{
    private static readonly RosterEntry s_ben = new(3, "Ben");

    [Fact]
    public async Task What_happens_in_the_room_passes_through_until_we_leave()
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        Assert.Equal("Ana", stay.Conference.Session!.Roster.SelfName);
        await stay.Server.SendAsync(new HostChanged(7));
        var changed = Assert.IsType<SessionEvent.HostChanged>((await stay.NextAsync<ConferenceEvent.InRoom>()).Happened);
        Assert.True(changed.Host.IsSelf);
        Task<SessionEnd> leaving = stay.Conference.LeaveAsync();
        await stay.LetGoAsync();
        Assert.Equal(SessionEndKind.Left, (await leaving).Kind);
        Assert.Equal(SessionEndKind.Left, (await stay.EndedAsync()).Kind);
        Assert.Null(stay.Conference.Session);
        await stay.Conference.DisposeAsync();
    }

    [Fact]
    public async Task The_failure_of_the_first_try_is_the_callers()
    {
        var stay = new ConferenceFixture();
        stay.Failures.Enqueue(new SessionException("No."));
        Assert.Equal("No.", (await Assert.ThrowsAsync<SessionException>(() => stay.JoinAsync())).Message);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stay.JoinAsync(cancelled.Token));
    }

    [Fact]
    public async Task A_lost_connection_is_made_again_after_a_wait()
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        ConferenceSession first = stay.Conference.Session!;
        stay.Vanish();
        ConferenceEvent.Lost lost = await stay.LostAsync();
        Assert.Equal("The connection was lost: Nothing was heard from the server any more.", lost.Sentence);
        await stay.WaitAsync(lost, 1);
        await stay.Server.LetInAsync(new RosterEntry(4, "Cleo"));
        ConferenceSession second = await stay.ConnectedAsync();
        Assert.NotSame(first, second);
        Assert.Same(second, stay.Conference.Session);
        Assert.Equal(["Cleo", "Ana"], second.Roster.Present.Select(someone => someone.Name));
    }

    [Fact]
    public async Task Waits_grow_until_a_connection_holds()
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        for (int i = 1; i <= 8; i++)
        {
            stay.Failures.Enqueue(new TransportException(TransportError.Unreachable, $"Nobody answered {i}\u001b."));
        }

        stay.Vanish();
        await stay.WaitAsync(await stay.LostAsync(), 1);
        for (int i = 1; i <= 8; i++)
        {
            ConferenceEvent.Lost still = await stay.LostAsync();
            Assert.Equal($"Nobody answered {i}\uFFFD.", still.Sentence);
            await stay.WaitAsync(still, i + 1);
        }

        await stay.Server.LetInAsync();
        await stay.ConnectedAsync();
        await stay.ReturnAsync();
        stay.HeldLong();
        await stay.ReturnAsync();
    }

    [Theory]
    [InlineData(CloseCode.SlowReader, "SlowReader (6): why")]
    [InlineData(CloseCode.InternalError, "InternalError (10): why")]
    [InlineData((CloseCode)4711, "code 4711: why")]
    public async Task What_a_server_closes_without_meaning_us_is_tried_again(CloseCode code, string told)
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        await stay.Server.Connection.CloseAsync((ulong)code, "why");
        ConferenceEvent.Lost lost = await stay.LostAsync();
        Assert.Equal($"The server closed the connection: {told}.", lost.Sentence);
        await stay.WaitAsync(lost, 1);
    }

    [Fact]
    public async Task A_server_that_is_stopped_may_be_started_again()
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        await stay.Server.SendAsync(new ServerShuttingDown("Back in five minutes."));
        Assert.IsType<SessionEvent.ShuttingDown>((await stay.NextAsync<ConferenceEvent.InRoom>()).Happened);
        ConferenceEvent.Lost lost = await stay.LostAsync();
        Assert.Equal("The server is being stopped: Back in five minutes.", lost.Sentence);
        await stay.WaitAsync(lost, 1);
    }

    [Theory]
    [InlineData(CloseCode.Kicked, SessionEndKind.Kicked)]
    [InlineData(CloseCode.ProtocolViolation, SessionEndKind.ClosedByServer)]
    [InlineData(CloseCode.Normal, SessionEndKind.ClosedByServer)]
    public async Task Who_was_sent_away_does_not_come_back(CloseCode code, object kind)
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        await stay.Server.Connection.CloseAsync((ulong)code, "Enough.");
        Assert.Equal(new SessionEnd((SessionEndKind)kind, (ulong)code, "Enough."), await stay.EndedAsync());
        Assert.Equal((SessionEndKind)kind, (await stay.Conference.LeaveAsync()).Kind);
    }

    [Theory]
    [InlineData(ErrorCode.Kicked, SessionEndKind.Kicked)]
    [InlineData(ErrorCode.BadName, SessionEndKind.ConnectionLost)]
    public async Task What_will_be_refused_again_is_not_tried_again(ErrorCode code, object kind)
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        stay.Vanish();
        await stay.WaitAsync(await stay.LostAsync(), 1);
        Join join = await stay.Server.WelcomeAsync();
        await stay.Server.SendAsync(new Error(join.RequestId, code, "Never."));
        SessionEnd end = await stay.EndedAsync();
        Assert.Equal(((SessionEndKind)kind, "The server refused: Never."), (end.Kind, end.Reason));
    }

    [Theory]
    [InlineData(ErrorCode.RoomFull)]
    [InlineData(ErrorCode.RateLimited)]
    [InlineData(ErrorCode.ServerShuttingDown)]
    [InlineData((ErrorCode)999)]
    public async Task What_may_pass_is_tried_again(ErrorCode code)
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        stay.Vanish();
        await stay.WaitAsync(await stay.LostAsync(), 1);
        Join join = await stay.Server.WelcomeAsync();
        await stay.Server.SendAsync(new Error(join.RequestId, code, "Not now."));
        ConferenceEvent.Lost still = await stay.LostAsync();
        Assert.Equal("The server refused: Not now.", still.Sentence);
        await stay.WaitAsync(still, 2);
    }

    [Fact]
    public async Task A_server_that_stops_during_a_try_is_tried_again()
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        stay.Vanish();
        await stay.WaitAsync(await stay.LostAsync(), 1);
        await stay.Server.WelcomeAsync();
        await stay.Server.SendAsync(new ServerShuttingDown(""));
        ConferenceEvent.Lost still = await stay.LostAsync();
        Assert.Equal("The server is being stopped.", still.Sentence);
        await stay.WaitAsync(still, 2);
        await stay.Server.WelcomeAsync();
        await stay.Server.Stream.DisposeAsync();
        still = await stay.LostAsync();
        Assert.Equal("The server ended the conversation before it let us in.", still.Sentence);
        await stay.WaitAsync(still, 3);
    }

    [Theory]
    [InlineData(TransportError.NotTrusted)]
    [InlineData(TransportError.Incompatible)]
    public async Task Another_server_in_the_place_of_ours_ends_it(TransportError error)
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        stay.Failures.Enqueue(new TransportException(error, "Not this one."));
        stay.Vanish();
        await stay.WaitAsync(await stay.LostAsync(), 1);
        Assert.Equal(
            new SessionEnd(SessionEndKind.ConnectionLost, (ulong)CloseCode.Normal, "Not this one."), await stay.EndedAsync());
    }

    [Fact]
    public async Task A_close_during_a_try_counts_by_its_code()
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        stay.Vanish();
        await stay.WaitAsync(await stay.LostAsync(), 1);
        await stay.Server.AcceptAsync();
        await stay.Server.Connection.CloseAsync((ulong)CloseCode.ServerFull, "Enough.");
        await stay.WaitAsync(await stay.LostAsync(), 2);
        await stay.Server.AcceptAsync();
        await stay.Server.Connection.CloseAsync((ulong)CloseCode.IncompatibleVersion, "Too old.");
        Assert.Equal(
            "The server closed the connection: IncompatibleVersion (4): Too old.", (await stay.EndedAsync()).Reason);
    }

    [Fact]
    public async Task One_may_leave_while_waiting()
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        stay.Vanish();
        ConferenceEvent.Lost lost = await stay.LostAsync();
        await stay.Time.UntilTimerAsync(lost.Wait);
        Assert.Equal(SessionEndKind.Left, (await stay.Conference.LeaveAsync()).Kind);
        Assert.Equal(SessionEndKind.Left, (await stay.EndedAsync()).Kind);
    }

    [Fact]
    public async Task One_may_leave_during_a_try()
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        stay.Vanish();
        await stay.WaitAsync(await stay.LostAsync(), 1);
        await stay.Server.WelcomeAsync();
        Assert.Equal(SessionEndKind.Left, (await stay.Conference.LeaveAsync()).Kind);
        Assert.Equal(EndedBy.Peer, (await stay.Server.Connection.Ended).By);
        Assert.Equal(SessionEndKind.Left, (await stay.EndedAsync()).Kind);
    }
}
