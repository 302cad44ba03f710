using Mcu.Common.Protocol;

namespace Mcu.Server.Tests.Signaling;

// Ann is the host here. Each request is answered after the event it caused; what nobody is told of shows in what comes next.
public class ModerationTests
{
    [Fact]
    public async Task A_mute_is_told_to_everyone_and_then_answered()
    {
        await using var server = new SignalingFixture();
        TestPeer[] peers = await server.GatherAsync("ann", "bob");
        TestPeer bob = peers[1];

        await bob.SendAsync(new Mute(5, true));

        var muted = new MuteChanged(bob.Id, MuteState.Self);
        Assert.Equal(muted, await bob.ReadAsync());
        Assert.Equal(new Ok(5), await bob.ReadAsync());
        Assert.Equal(muted, await peers[0].ReadAsync());
    }

    [Fact]
    public async Task What_is_so_already_is_answered_and_told_to_nobody()
    {
        await using var server = new SignalingFixture();
        TestPeer[] peers = await server.GatherAsync("ann", "bob");

        await peers[0].SendAsync(new Mute(5, false));
        await peers[0].SendAsync(new ForceMute(6, peers[1].Id, false));
        await peers[0].SendAsync(new Block(7, peers[1].Id, false));

        Assert.Equal(new Ok(5), await peers[0].ReadAsync());
        Assert.Equal(new Ok(6), await peers[0].ReadAsync());
        Assert.Equal(new Ok(7), await peers[0].ReadAsync());
        await peers[1].IsServedAsync();
    }

    [Fact]
    public async Task Whoever_unmutes_while_silenced_is_told_that_they_still_are()
    {
        await using var server = new SignalingFixture();
        TestPeer[] peers = await server.GatherAsync("ann", "bob");
        (TestPeer ann, TestPeer bob) = (peers[0], peers[1]);
        await bob.SendAsync(new Mute(5, true));
        await ann.ReadAsync<MuteChanged>();
        await ann.SendAsync(new ForceMute(6, bob.Id, true));

        Assert.Equal(new MuteChanged(bob.Id, MuteState.Self | MuteState.Host), await ann.ReadAsync());
        Assert.Equal(new Ok(6), await ann.ReadAsync());
        await bob.ReadAsync<MuteChanged>();
        await bob.ReadAsync<Ok>();
        await bob.ReadAsync<MuteChanged>();
        await bob.SendAsync(new Mute(7, false));

        Assert.Equal(new MuteChanged(bob.Id, MuteState.Host), await bob.ReadAsync());
        Assert.Equal(new Ok(7), await bob.ReadAsync());
        TestPeer cid = await server.JoinAsync("lobby", "cid");
        Assert.Equal(
            [new RosterEntry(ann.Id, "ann"), new RosterEntry(bob.Id, "bob", MuteState.Host), new RosterEntry(cid.Id, "cid")],
            cid.Place!.Roster);
    }

    [Fact]
    public async Task A_kick_closes_one_and_is_told_to_the_others()
    {
        await using var server = new SignalingFixture();
        TestPeer[] peers = await server.GatherAsync("ann", "bob", "cid");

        await peers[0].SendAsync(new Kick(5, peers[1].Id, " too\u001b loud "));

        Assert.Equal(
            "ann (the host) put you out of the room: too loud", await peers[1].ClosedWithAsync(CloseCode.Kicked));
        var left = new ParticipantLeft(peers[1].Id, LeaveReason.Kicked);
        Assert.Equal(left, await peers[0].ReadAsync());
        Assert.Equal(new Ok(5), await peers[0].ReadAsync());
        Assert.Equal(left, await peers[2].ReadAsync());
        // The end of the connection is nothing new to them.
        await peers[0].IsServedAsync();
        await peers[2].IsServedAsync();
    }

    [Fact]
    public async Task Long_names_and_reasons_fit_every_sentence()
    {
        string long64 = string.Concat(Enumerable.Repeat("😀", 64));
        await using var server = new SignalingFixture();
        TestPeer[] peers = await server.GatherAsync(long64, "bob");

        string refusal = await peers[1].RefusedAsync(new Kick(4, peers[0].Id, ""), ErrorCode.NotHost);
        Assert.StartsWith("Only the host may kick; the host is 😀😀", refusal, StringComparison.Ordinal);
        Assert.EndsWith("😀….", refusal, StringComparison.Ordinal);
        await peers[0].SendAsync(new Kick(5, peers[1].Id, new string('x', ProtocolLimits.MaxKickReasonBytes)));

        string reason = await peers[1].ClosedWithAsync(CloseCode.Kicked);
        Assert.EndsWith(" (the host) put you out of the room: " + new string('x', 128), reason, StringComparison.Ordinal);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(reason), 200, ProtocolLimits.MaxReasonBytes);
    }

    [Fact]
    public async Task A_block_is_answered_and_nobody_is_told()
    {
        await using var server = new SignalingFixture();
        TestPeer[] peers = await server.GatherAsync("ann", "bob");

        await peers[1].SendAsync(new Block(5, peers[0].Id, true));
        Assert.Equal(new Ok(5), await peers[1].ReadAsync());
        await peers[1].SendAsync(new Block(6, peers[0].Id, true));
        Assert.Equal(new Ok(6), await peers[1].ReadAsync());

        await peers[0].IsServedAsync();
    }

    [Fact]
    public async Task Only_the_host_may_kick_and_silence()
    {
        await using var server = new SignalingFixture();
        TestPeer[] peers = await server.GatherAsync("ann", "bob");

        Assert.Equal(
            "Only the host may kick; the host is ann.",
            await peers[1].RefusedAsync(new Kick(5, peers[0].Id, "revolution"), ErrorCode.NotHost));
        Assert.Equal(
            "Only the host may silence; the host is ann.",
            await peers[1].RefusedAsync(new ForceMute(6, peers[0].Id, true), ErrorCode.NotHost));
        await peers[0].IsServedAsync();
    }

    [Fact]
    public async Task Whoever_is_not_there_is_named()
    {
        await using var server = new SignalingFixture();
        TestPeer[] peers = await server.GatherAsync("ann");

        foreach (ControlRequest request in new ControlRequest[] { new Kick(5, 42, ""), new ForceMute(6, 42, true), new Block(7, 42, true) })
        {
            Assert.Equal("Nobody here has the id 42.", await peers[0].RefusedAsync(request, ErrorCode.NoSuchParticipant));
        }
    }

    [Fact]
    public async Task Nobody_does_these_to_themselves()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = (await server.GatherAsync("ann"))[0];

        Assert.Equal("You cannot kick yourself.", await ann.RefusedAsync(new Kick(5, ann.Id, ""), ErrorCode.Yourself));
        Assert.Equal("You cannot silence yourself.", await ann.RefusedAsync(new ForceMute(6, ann.Id, true), ErrorCode.Yourself));
        Assert.Equal("You cannot unsilence yourself.", await ann.RefusedAsync(new ForceMute(7, ann.Id, false), ErrorCode.Yourself));
        Assert.Equal("You cannot block yourself.", await ann.RefusedAsync(new Block(8, ann.Id, true), ErrorCode.Yourself));
        Assert.Equal("You cannot unblock yourself.", await ann.RefusedAsync(new Block(9, ann.Id, false), ErrorCode.Yourself));
    }

    [Fact]
    public async Task Outside_of_a_room_there_is_nobody_to_moderate()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.GreetAsync();

        ControlRequest[] requests =
            [new Mute(4, true), new Kick(5, 42, ""), new ForceMute(6, 42, true), new Block(7, 42, true), new Leave(8)];
        foreach (ControlRequest request in requests)
        {
            Assert.Equal("You are in no room.", await ann.RefusedAsync(request, ErrorCode.NotInRoom));
        }
    }

    [Fact]
    public async Task When_the_host_leaves_another_takes_over_unsilenced()
    {
        await using var server = new SignalingFixture();
        TestPeer[] peers = await server.GatherAsync("ann", "bob", "cid");
        (TestPeer ann, TestPeer bob, TestPeer cid) = (peers[0], peers[1], peers[2]);
        await ann.SendAsync(new ForceMute(5, bob.Id, true));
        await bob.ReadAsync<MuteChanged>();

        await ann.SendAsync(new Leave(6));

        Assert.Equal(new ParticipantLeft(ann.Id, LeaveReason.Left), await bob.ReadAsync());
        Assert.Equal(new HostChanged(bob.Id), await bob.ReadAsync());
        Assert.Equal(new MuteChanged(bob.Id, MuteState.None), await bob.ReadAsync());
        await bob.SendAsync(new Kick(7, cid.Id, ""));
        Assert.Equal("bob (the host) put you out of the room.", await cid.ClosedWithAsync(CloseCode.Kicked));
    }

    [Fact]
    public async Task Who_was_put_out_is_nobodys_host_and_those_who_stay_have_theirs()
    {
        await using var server = new SignalingFixture();
        TestPeer[] peers = await server.GatherAsync("ann", "bob", "cid");

        await peers[0].SendAsync(new Kick(5, peers[1].Id, ""));
        await peers[0].ReadAsync<ParticipantLeft>();
        await peers[0].ReadAsync<Ok>();
        await peers[0].SendAsync(new Leave(6));

        await peers[2].ReadAsync<ParticipantLeft>();
        await peers[2].ReadAsync<ParticipantLeft>();
        Assert.Equal(new HostChanged(peers[2].Id), await peers[2].ReadAsync());
    }
}
