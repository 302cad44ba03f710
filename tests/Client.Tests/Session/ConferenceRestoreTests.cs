using Mcu.Client.Session;
using Mcu.Common.Protocol;
using Xunit;

namespace Mcu.Client.Tests.Session;

// What a new session takes over from the one that was lost.
public class ConferenceRestoreTests
{
    private static readonly RosterEntry s_ben = new(3, "Ben");
    private static readonly RosterEntry s_cleo = new(4, "Cleo");
    private static readonly RosterEntry s_dora = new(5, "Dora");

    [Fact]
    public async Task Who_was_muted_is_muted_before_anybody_can_speak()
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        Task<RequestOutcome> muting = stay.Conference.MuteAsync(true);
        await stay.Server.SendAsync(new Ok((await stay.Server.ExpectAsync<Mute>()).RequestId));
        await muting;
        for (int i = 0; i < 2; i++)
        {
            ConferenceSession session = await stay.ReturnAsync(s_ben);
            Assert.True(session.Microphone.IsMuted);
            Assert.True(stay.Conference.IsMuted);
            Assert.True((await stay.Server.ExpectAsync<Mute>()).Muted);
        }
    }

    [Fact]
    public async Task Who_was_heard_is_heard()
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        ConferenceSession session = await stay.ReturnAsync(s_ben);
        Assert.False(session.Microphone.IsMuted);
        Task<RequestOutcome> kicking = session.KickAsync(3, "");
        await stay.Server.SendAsync(new Ok((await stay.Server.ExpectAsync<Kick>()).RequestId));
        Assert.True((await kicking).IsDone);
    }

    [Fact]
    public async Task What_is_decided_between_two_sessions_holds_for_the_next()
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        stay.Vanish();
        ConferenceEvent.Lost lost = await stay.LostAsync();
        Assert.False(stay.Conference.IsMuted);
        Assert.True((await stay.Conference.MuteAsync(true)).IsDone);
        Assert.True(stay.Conference.IsMuted);
        await stay.WaitAsync(lost, 1);
        await stay.Server.LetInAsync(s_ben);
        Assert.True((await stay.ConnectedAsync()).Microphone.IsMuted);
    }

    [Fact]
    public async Task A_mute_that_a_silent_server_does_not_answer_is_done_all_the_same()
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben);
        Task<RequestOutcome> muting = stay.Conference.MuteAsync(true);
        Task<RequestOutcome> kicking = stay.Conference.Session!.KickAsync(3, "");
        stay.Vanish();
        Assert.True((await muting).IsDone);
        Assert.Equal(RequestOutcomeKind.SessionEnded, (await kicking).Kind);
        await stay.WaitAsync(await stay.LostAsync(), 1);
        await stay.Server.LetInAsync(s_ben);
        Assert.True((await stay.ConnectedAsync()).Microphone.IsMuted);
    }

    [Fact]
    public async Task Blocks_are_asked_for_again_where_it_is_the_same_person()
    {
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(s_ben, s_cleo, s_dora);
        foreach (RosterEntry someone in (RosterEntry[])[s_ben, s_cleo, s_dora])
        {
            Task<RequestOutcome> blocking = stay.Conference.Session!.BlockAsync(someone.Id, true);
            await stay.Server.SendAsync(new Ok((await stay.Server.ExpectAsync<Block>()).RequestId));
            await blocking;
        }

        ConferenceSession session = await stay.ReturnAsync(s_ben, new RosterEntry(4, "Emil"));
        Block again = await stay.Server.ExpectAsync<Block>();
        Assert.Equal((3ul, true), (again.ParticipantId, again.Blocked));
        Assert.False(session.Roster.Find(4)!.IsBlocked);

        // It was not answered before this session was lost, too, and holds all the same.
        session = await stay.ReturnAsync(s_ben, s_cleo);
        again = await stay.Server.ExpectAsync<Block>();
        Assert.Equal(3ul, again.ParticipantId);
        Task<RequestOutcome> unblocking = session.BlockAsync(3, false);
        await stay.Server.SendAsync(new Ok(again.RequestId));
        await stay.Server.SendAsync(new Ok((await stay.Server.ExpectAsync<Block>()).RequestId));
        await unblocking;
        session = await stay.ReturnAsync(s_ben, s_cleo);
        _ = session.KickAsync(3, "");
        await stay.Server.ExpectAsync<Kick>();
    }

    [Fact]
    public async Task More_blocks_than_a_server_takes_at_once_are_asked_for_by_and_by()
    {
        RosterEntry[] others = [.. Enumerable.Range(10, 17).Select(i => new RosterEntry((ulong)i, $"P{i}"))];
        ConferenceFixture stay = await ConferenceFixture.JoinedAsync(others);
        foreach (RosterEntry someone in others)
        {
            Task<RequestOutcome> blocking = stay.Conference.Session!.BlockAsync(someone.Id, true);
            await stay.Server.SendAsync(new Ok((await stay.Server.ExpectAsync<Block>()).RequestId));
            await blocking;
        }

        await stay.ReturnAsync(others);
        var asked = new List<ulong>();
        while (true)
        {
            for (int i = 0; i < 8 && asked.Count < others.Length; i++)
            {
                Block again = await stay.Server.ExpectAsync<Block>();
                asked.Add(again.ParticipantId);
                await stay.Server.SendAsync(new Ok(again.RequestId));
            }

            if (asked.Count == others.Length)
            {
                break;
            }

            await stay.Time.UntilTimerAsync(TimeSpan.FromSeconds(1));
            stay.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(others.Select(someone => someone.Id), asked);
    }
}
