using Mcu.Client.Session;
using Mcu.Common.Protocol;
using Mcu.Testing.Transport;
using Xunit;

namespace Mcu.Client.Tests.Session;

public class ConferenceSessionRequestTests
{
    private static readonly RosterEntry s_ben = new(3, "Ben");

    [Fact]
    public async Task A_mute_holds_at_once_and_the_roster_follows_the_server()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync(s_ben);
        Task<RequestOutcome> muting = session.MuteAsync(true);
        Assert.True(session.Microphone.IsMuted);
        Mute mute = await server.ExpectAsync<Mute>();
        Assert.True(mute.Muted);
        Assert.False(session.Roster.Self!.IsSelfMuted);
        await server.SendAsync(new MuteChanged(7, MuteState.Self));
        await server.SendAsync(new Ok(mute.RequestId));
        Assert.True((await muting).IsDone);
        Assert.True(session.Roster.Self!.IsSelfMuted);
    }

    [Fact]
    public async Task Who_could_not_be_unmuted_stays_muted()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync(s_ben);
        Task<RequestOutcome> muting = session.MuteAsync(true);
        await server.SendAsync(new Ok((await server.ExpectAsync<Mute>()).RequestId));
        await muting;
        Task<RequestOutcome> unmuting = session.MuteAsync(false);
        Mute unmute = await server.ExpectAsync<Mute>();
        await server.SendAsync(new Error(unmute.RequestId, ErrorCode.RateLimited, "Too\u001b fast."));
        Assert.Equal(
            new RequestOutcome(RequestOutcomeKind.Refused, ErrorCode.RateLimited, "Too\uFFFD fast."), await unmuting);
        Assert.True(session.Microphone.IsMuted);
    }

    [Fact]
    public async Task A_mute_that_is_refused_still_sends_nothing()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync(s_ben);
        Task<RequestOutcome> muting = session.MuteAsync(true);
        Mute mute = await server.ExpectAsync<Mute>();
        await server.SendAsync(new Error(mute.RequestId, ErrorCode.RateLimited, "Too fast."));
        Assert.False((await muting).IsDone);
        Assert.True(session.Microphone.IsMuted);
    }

    [Fact]
    public async Task An_old_answer_does_not_undo_a_newer_mute()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync(s_ben);
        Task<RequestOutcome> unmuting = session.MuteAsync(false);
        _ = session.MuteAsync(true);
        await server.SendAsync(new Ok((await server.ExpectAsync<Mute>()).RequestId));
        await unmuting;
        Assert.True(session.Microphone.IsMuted);
    }

    [Fact]
    public async Task An_old_answer_does_not_undo_a_mute_that_could_not_be_asked_for()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync(s_ben);
        Task<RequestOutcome> unmuting = session.MuteAsync(false);
        for (int i = 1; i < RequestQueue.MaxPending; i++)
        {
            _ = session.BlockAsync(3, true);
        }

        Assert.Equal(RequestOutcomeKind.NotSent, (await session.MuteAsync(true)).Kind);
        await server.SendAsync(new Ok((await server.ExpectAsync<Mute>()).RequestId));
        Assert.True((await unmuting).IsDone);
        Assert.True(session.Microphone.IsMuted);
    }

    [Fact]
    public async Task Who_is_not_muted_is_not_muted_by_a_refused_unmute()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync(s_ben);
        Task<RequestOutcome> unmuting = session.MuteAsync(false);
        Mute unmute = await server.ExpectAsync<Mute>();
        await server.SendAsync(new Error(unmute.RequestId, ErrorCode.RateLimited, "Too fast."));
        Assert.False((await unmuting).IsDone);
        Assert.False(session.Microphone.IsMuted);
    }

    [Fact]
    public async Task Of_two_refused_unmutes_neither_unmutes()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync(s_ben);
        Task<RequestOutcome> muting = session.MuteAsync(true);
        await server.SendAsync(new Ok((await server.ExpectAsync<Mute>()).RequestId));
        await muting;
        Task<RequestOutcome>[] unmuting = [session.MuteAsync(false), session.MuteAsync(false)];
        foreach (Task<RequestOutcome> outcome in unmuting)
        {
            await server.SendAsync(
                new Error((await server.ExpectAsync<Mute>()).RequestId, ErrorCode.RateLimited, "Too fast."));
            await outcome;
        }

        Assert.True(session.Microphone.IsMuted);
    }

    [Fact]
    public async Task Kicks_and_force_mutes_say_whom_and_are_answered_by_id()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync(s_ben);
        Task<RequestOutcome> kicking = session.KickAsync(3, "too loud");
        Task<RequestOutcome> silencing = session.ForceMuteAsync(3, true);
        Kick kick = await server.ExpectAsync<Kick>();
        ForceMute silence = await server.ExpectAsync<ForceMute>();
        Assert.Equal((3ul, "too loud"), (kick.ParticipantId, kick.Reason));
        Assert.Equal((3ul, true), (silence.ParticipantId, silence.Muted));
        Assert.True(silence.RequestId > kick.RequestId);
        await server.SendAsync(new Ok(999_999));
        await server.SendAsync(new Error(silence.RequestId, ErrorCode.NotHost, "Only the host may."));
        await server.SendAsync(new Ok(kick.RequestId));
        Assert.Equal(ErrorCode.NotHost, (await silencing).Code);
        Assert.True((await kicking).IsDone);
    }

    [Fact]
    public async Task Whom_we_block_is_known_once_the_server_says_ok()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync(s_ben);
        Task<RequestOutcome> blocking = session.BlockAsync(3, true);
        Block block = await server.ExpectAsync<Block>();
        Assert.False(session.Roster.Find(3)!.IsBlocked);
        await server.SendAsync(new Ok(block.RequestId));
        await blocking;
        Assert.True(session.Roster.Find(3)!.IsBlocked);
        Task<RequestOutcome> unblocking = session.BlockAsync(3, false);
        await server.SendAsync(new Ok((await server.ExpectAsync<Block>()).RequestId));
        await unblocking;
        Assert.False(session.Roster.Find(3)!.IsBlocked);
    }

    [Fact]
    public async Task Events_tell_who_is_muted_and_who_is_talking()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync(s_ben);
        await server.SendAsync(new MuteChanged(3, MuteState.Self | MuteState.Host));
        await server.SendAsync(new MuteChanged(99, MuteState.Self));
        await server.SendAsync(new Talking([7, 99, 3, 7]));
        await server.SendAsync(new ServerShuttingDown("Bye."));
        List<SessionEvent> events = [];
        await foreach (SessionEvent happened in session.Events.ReadAllAsync())
        {
            events.Add(happened);
        }

        Assert.Equal(4, events.Count);
        Participant muted = Assert.IsType<SessionEvent.MuteChanged>(events[1]).Who;
        Assert.Equal((3ul, true, true, true), (muted.Id, muted.IsSelfMuted, muted.IsForceMuted, muted.IsHost));
        Assert.Equal([7ul, 3], Assert.IsType<SessionEvent.Talking>(events[2]).Who.Select(someone => someone.Id));
        Assert.All(session.Roster.Present, someone => Assert.True(someone.IsTalking));
    }

    [Fact]
    public async Task Too_many_requests_are_not_sent_but_leaving_is()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync(s_ben);
        Task<RequestOutcome>[] asked =
            [.. Enumerable.Range(0, RequestQueue.MaxPending).Select(_ => session.BlockAsync(3, true))];
        Assert.Equal(RequestOutcomeKind.NotSent, (await session.BlockAsync(3, true)).Kind);
        Task<SessionEnd> leaving = session.LeaveAsync();
        foreach (Task<RequestOutcome> _ in asked)
        {
            await server.ExpectAsync<Block>();
        }

        Leave leave = await server.ExpectAsync<Leave>();
        await server.SendAsync(new Ok(leave.RequestId));
        Assert.Equal(SessionEndKind.Left, (await leaving).Kind);
        Assert.All(await Task.WhenAll(asked), outcome => Assert.Equal(RequestOutcomeKind.SessionEnded, outcome.Kind));
    }

    [Fact]
    public async Task Requests_end_with_the_session()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync(s_ben);
        Task<RequestOutcome> kicking = session.KickAsync(3, "");
        await server.ExpectAsync<Kick>();
        ((InMemoryConnection)server.Connection).Vanish();
        Assert.Equal(RequestOutcomeKind.SessionEnded, (await kicking).Kind);
        await session.Ended;
        Assert.Equal(RequestOutcomeKind.SessionEnded, (await session.MuteAsync(true)).Kind);
        Assert.True(session.Microphone.IsMuted);
    }

    [Fact]
    public async Task Being_kicked_is_an_end_of_its_own()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync(s_ben);
        await server.Connection.CloseAsync((ulong)CloseCode.Kicked, "Ben (the host) put you out of the room: too loud");
        Assert.Equal(
            new SessionEnd(
                SessionEndKind.Kicked, (ulong)CloseCode.Kicked, "Ben (the host) put you out of the room: too loud"),
            await session.Ended);
    }

    [Fact]
    public async Task What_others_are_called_is_safe_to_show()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync(new RosterEntry(3, "B\u001b[2Jen"));
        await server.SendAsync(new ParticipantJoined(9, "Cle\u202Eo"));
        await server.SendAsync(new ParticipantLeft(7, LeaveReason.Left));
        await server.SendAsync(new ServerShuttingDown("By\u0007e."));
        SessionEnd end = await session.Ended;
        Assert.Equal(["B\uFFFD[2Jen", "Ana", "Cle\uFFFDo"], session.Roster.Present.Select(someone => someone.Name));
        Assert.Equal("By\uFFFDe.", end.Reason);
    }
}
