using Mcu.Common.Protocol;

namespace Mcu.Server.Tests.Signaling;

public class RateLimitTests
{
    private const int Burst = 20;

    [Fact]
    public async Task What_comes_too_fast_is_refused_and_leaving_never_is()
    {
        await using var server = new SignalingFixture(signalBurst: Burst);
        TestPeer ann = await server.JoinAsync("lobby", "ann");
        TestPeer bob = await server.JoinAsync("lobby", "bob");
        await ann.ReadAsync<ParticipantJoined>();
        // The join was the first.
        for (uint i = 1; i < Burst; i++)
        {
            await bob.SendAsync(new Mute(i, false));
            Assert.Equal(new Ok(i), await bob.ReadAsync());
        }

        string sentence = await bob.RefusedAsync(new Mute(50, true), ErrorCode.RateLimited);
        Assert.Contains("at most 10 a second", sentence, StringComparison.Ordinal);
        await bob.RefusedAsync(new Kick(51, ann.Id, ""), ErrorCode.RateLimited);
        await bob.SendBodyAsync(0x92, 0x3e, 0x07);
        await bob.RefusedAsync(7, ErrorCode.RateLimited);
        await bob.SendAsync(new Leave(52));
        Assert.Equal(new Ok(52), await bob.ReadAsync());
        Assert.Equal(new ParticipantLeft(bob.Id, LeaveReason.Left), await ann.ReadAsync());
        await bob.RefusedAsync(new Join(53, "lobby", "bob"), ErrorCode.RateLimited);
    }

    [Fact]
    public async Task A_pause_makes_good()
    {
        await using var server = new SignalingFixture(signalBurst: 2);
        TestPeer ann = await server.JoinAsync("lobby", "ann");
        await ann.IsServedAsync();
        await ann.RefusedAsync(new Mute(5, true), ErrorCode.RateLimited);

        server.Time.Advance(TimeSpan.FromMilliseconds(100));

        await ann.IsServedAsync();
        await ann.RefusedAsync(new Mute(6, true), ErrorCode.RateLimited);
    }

    [Fact]
    public async Task Each_client_has_a_limit_of_their_own()
    {
        await using var server = new SignalingFixture(signalBurst: 2);
        TestPeer ann = await server.JoinAsync("lobby", "ann");
        await ann.IsServedAsync();
        await ann.RefusedAsync(new Mute(5, true), ErrorCode.RateLimited);

        TestPeer bob = await server.JoinAsync("lobby", "bob");

        await bob.IsServedAsync();
    }

    [Fact]
    public async Task Haste_is_no_excuse_for_breaking_the_protocol()
    {
        await using var server = new SignalingFixture(signalBurst: 1);
        TestPeer ann = await server.JoinAsync("lobby", "ann");
        await ann.RefusedAsync(new Mute(5, true), ErrorCode.RateLimited);

        await ann.SendAsync(new Hello(6, 1, 1, "test/1"));

        await ann.ClosedWithAsync(CloseCode.ProtocolViolation);
    }

    [Fact]
    public async Task More_voice_than_is_allowed_is_dropped_and_told_once()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("lobby", "ann");

        for (int i = 0; i < 100; i++)
        {
            ann.Connection.TrySendDatagram([1, 2, 3]);
        }

        Assert.Equal(25, server.Host.Statistics.OverRate);
        Assert.Equal(100, server.Host.Statistics.DatagramsIn);
        Assert.Equal(
            "You send more voice than is taken: 75 datagrams a second are allowed, 50 are enough. The rest is dropped.",
            await ann.RefusedAsync(0, ErrorCode.RateLimited));
        server.Time.Advance(TimeSpan.FromSeconds(10));
        for (int i = 0; i < 76; i++)
        {
            ann.Connection.TrySendDatagram([1, 2, 3]);
        }

        Assert.Equal(26, server.Host.Statistics.OverRate);
        await ann.IsServedAsync();
    }

    [Fact]
    public async Task Voice_over_the_limit_allocates_nothing()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("lobby", "ann");
        byte[] datagram = [1, 2, 3];

        long allocated = Mcu.Testing.Allocation.Of(() =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                ann.Connection.TrySendDatagram(datagram);
            }
        });

        Assert.Equal(0, allocated);
    }
}
