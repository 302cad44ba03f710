using Mcu.Common.Protocol;
using Mcu.Server.Signaling;

namespace Mcu.Server.Tests.Signaling;

public class MisbehaviourTests
{
    [Fact]
    public async Task The_first_message_must_be_hello()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.ConnectAsync();

        await ann.SendAsync(new Join(1, "lobby", "ann"));

        Assert.Equal(
            "A message of type 0x02 came out of order: the first message must be hello.",
            await ann.ClosedWithAsync(CloseCode.ProtocolViolation));
    }

    [Fact]
    public async Task Hello_is_said_once()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("lobby", "ann");

        await ann.SendAsync(new Hello(9, 1, 1, "test/1"));

        await ann.ClosedWithAsync(CloseCode.ProtocolViolation);
    }

    [Fact]
    public async Task A_client_must_not_speak_as_the_server_does()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("lobby", "ann");

        await ann.SendAsync(new ServerShuttingDown("ha"));

        await ann.ClosedWithAsync(CloseCode.ProtocolViolation);
    }

    [Fact]
    public async Task A_version_that_is_not_spoken_is_named()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.ConnectAsync();

        await ann.SendAsync(new Hello(1, 7, 9, "test/1"));

        Assert.Equal(
            "Your client speaks versions 7 to 9 of the protocol; this server speaks 1 to 1.",
            await ann.ClosedWithAsync(CloseCode.IncompatibleVersion));
    }

    [Fact]
    public async Task An_oversized_frame_closes_its_connection_and_nobody_else_notices()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("lobby", "ann");
        TestPeer bob = await server.JoinAsync("lobby", "bob");
        await ann.ReadAsync<ParticipantJoined>();

        await bob.SendRawAsync([0, 1, 0, 1]);

        Assert.Equal(
            "A control frame has a length of 65537 bytes; at most 65536 are allowed.",
            await bob.ClosedWithAsync(CloseCode.FrameTooLarge));
        Assert.Equal(new ParticipantLeft(bob.Place!.ParticipantId, LeaveReason.ClosedByServer), await ann.ReadAsync());
        await ann.IsServedAsync();
    }

    [Fact]
    public async Task A_malformed_frame_closes_its_connection_with_a_sentence()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("lobby", "ann");

        await ann.SendBodyAsync(0xc1);

        Assert.NotEqual("", await ann.ClosedWithAsync(CloseCode.ProtocolViolation));
    }

    [Fact]
    public async Task A_stream_that_ends_within_a_frame_is_a_violation()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("lobby", "ann");

        await ann.SendRawAsync([0, 0, 0, 9, 1]);
        ann.FinishSending();

        Assert.Equal(
            "The control stream ended within a frame, 5 bytes into it.", await ann.ClosedWithAsync(CloseCode.ProtocolViolation));
    }

    [Fact]
    public async Task A_stream_that_ends_in_order_is_a_goodbye()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("lobby", "ann");
        TestPeer bob = await server.JoinAsync("lobby", "bob");
        await ann.ReadAsync<ParticipantJoined>();

        bob.FinishSending();

        await bob.ClosedWithAsync(CloseCode.Normal);
        Assert.Equal(new ParticipantLeft(bob.Place!.ParticipantId, LeaveReason.Left), await ann.ReadAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_does_not_join_in_time_is_closed(bool saysHello)
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.ConnectAsync();
        if (saysHello)
        {
            await ann.HelloAsync();
        }

        await server.Time.UntilTimerAsync(ProtocolLimits.JoinTimeout);
        server.Time.Advance(ProtocolLimits.JoinTimeout);

        Assert.Equal("Nobody joined a room within 10 seconds of connecting.", await ann.ClosedWithAsync(CloseCode.JoinTimeout));
    }

    [Fact]
    public async Task Who_has_joined_may_stay()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("lobby", "ann");
        await ann.IsServedAsync();

        server.Time.Advance(TimeSpan.FromHours(1));

        await ann.IsServedAsync();
    }

    [Fact]
    public async Task Who_does_not_read_is_closed_and_holds_up_nobody()
    {
        await using var server = new SignalingFixture(maxRoomSize: 4, controlWindow: 512);
        TestPeer sleeper = await server.JoinAsync("lobby", "sleeper");
        TestPeer bob = await server.JoinAsync("lobby", "bob");
        TestPeer ann = await server.JoinAsync("lobby", "ann");
        await bob.ReadAsync<ParticipantJoined>();
        var told = new List<ControlMessage>();

        // Each turn puts two messages into the outbox of the one who does not read; the first few still fit the stream.
        for (int turn = 0; turn < 2_000 && !sleeper.Connection.Ended.IsCompleted; turn++)
        {
            await ann.SendAsync(new Leave(9));
            while (await ann.ReadAsync() is not Ok)
            {
            }

            await ann.JoinAsync("lobby", "ann");
            while (told.LastOrDefault() is not ParticipantJoined joined || joined.ParticipantId != ann.Place!.ParticipantId)
            {
                told.Add(await bob.ReadAsync());
            }
        }

        string reason = await sleeper.ClosedWithAsync(CloseCode.SlowReader);
        Assert.Contains("too slowly", reason, StringComparison.Ordinal);
        var left = new ParticipantLeft(sleeper.Place!.ParticipantId, LeaveReason.ClosedByServer);
        while (!told.Contains(left))
        {
            told.Add(await bob.ReadAsync());
        }
    }

    // Mutes, and kicks among them: what a host does to others reaches everyone, and must not fill up those who do not read.
    // Its own answers never close it: the server looks at no further request until it reads.
    [Fact]
    public async Task Who_asks_faster_than_it_reads_is_kept_waiting_and_gets_every_answer()
    {
        const int Requests = 3_000;
        await using var server = new SignalingFixture(maxRoomSize: 4, controlWindow: 512);
        TestPeer ann = await server.JoinAsync("lobby", "ann");
        Task asked = Task.Run(async () =>
        {
            for (uint id = 10; id < 10 + Requests; id++)
            {
                await ann.SendAsync(new Block(id, ulong.MaxValue, true));
            }
        });
        for (uint id = 10; id < 10 + Requests; id++)
        {
            Assert.Equal(id, (await ann.ReadAsync<Error>()).RequestId);
        }

        await asked;
        Assert.False(ann.Connection.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_storm_of_moderation_ends_who_does_not_read_and_nobody_else()
    {
        await using var server = new SignalingFixture(maxRoomSize: 4, controlWindow: 512);
        TestPeer host = await server.JoinAsync("lobby", "host");
        TestPeer sleeper = await server.JoinAsync("lobby", "sleeper");
        TestPeer bob = await server.JoinAsync("lobby", "bob");
        await host.ReadAsync<ParticipantJoined>();
        await host.ReadAsync<ParticipantJoined>();
        bool muted = false;
        int turns = 0;
        for (; turns < 2_000 && !sleeper.Connection.Ended.IsCompleted; turns++)
        {
            await host.SendAsync(new ForceMute(5, bob.Id, muted = !muted));
            while (await host.ReadAsync() is not Ok)
            {
            }

            while (await bob.ReadAsync() is not MuteChanged)
            {
            }
        }

        await sleeper.ClosedWithAsync(CloseCode.SlowReader);
        Assert.InRange(turns, SignalingLimits.OutboxFrames, 1_999);
        await host.SendAsync(new Kick(6, bob.Id, ""));
        await bob.ClosedWithAsync(CloseCode.Kicked);
    }
}
