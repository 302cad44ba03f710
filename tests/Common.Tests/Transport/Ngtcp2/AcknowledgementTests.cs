using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>How many packets go back for voice that comes in, in virtual time: each costs both ends nearly as much as the voice.</summary>
public sealed class AcknowledgementTests
{
    private const int Frames = 1_000;

    [Theory]
    [InlineData(0.2)]
    [InlineData(10)]
    [InlineData(60)]
    public void ListenerAcknowledgesSeveralFramesTogether(double oneWayMs)
    {
        using VirtualNetwork network = new() { Way = new WayRules { OneWayMs = oneWayMs } };
        (Ngtcp2Connection client, Ngtcp2Connection server) = Settled(network);
        long before = client.GetStatistics().PacketsSent;
        long sentBefore = server.GetStatistics().PacketsSent;
        Talk(network, [server]);
        Assert.InRange(client.GetStatistics().PacketsSent - before, Frames / 6, Frames * 0.3);
        // And no probes: the server knows how long it may take. What else it sends answers the client's own (RFC 9000 §13.2.4).
        Assert.InRange(server.GetStatistics().PacketsSent - sentBefore, Frames, Frames * 1.15);
        Assert.Equal(0, server.GetStatistics().DatagramsLost);
    }

    [Fact]
    public void FrameAfterOneThatIsMissingIsAcknowledgedAtOnce()
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, Ngtcp2Connection server) = Settled(network);
        byte[] voice = new byte[100];
        Assert.True(server.TrySendDatagram(voice));
        network.Drive(0.02);
        long before = client.GetStatistics().PacketsSent;
        Assert.True(server.TrySendDatagram(voice));
        network.Drive(0.04);
        Assert.Equal(0, client.GetStatistics().PacketsSent - before);
        Assert.True(server.TrySendDatagram(voice));
        network.Drive(0.02);
        Assert.Equal(1, client.GetStatistics().PacketsSent - before);
    }

    [Fact]
    public void TalkersAreAcknowledgedInTheVoiceThatTheyHear()
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, Ngtcp2Connection server) = Settled(network);
        (long clientBefore, long serverBefore) = (client.GetStatistics().PacketsSent, server.GetStatistics().PacketsSent);
        Talk(network, [client, server]);
        Assert.InRange(client.GetStatistics().PacketsSent - clientBefore, Frames, Frames * 1.02);
        Assert.InRange(server.GetStatistics().PacketsSent - serverBefore, Frames, Frames * 1.02);
    }

    // The server's word comes just before a frame, long before one, or within an eighth of the round trip before one.
    [Theory]
    [InlineData(1.95)]
    [InlineData(10)]
    [InlineData(60)]
    public void TalkersWhoHearNobodySendNothingButVoice(double oneWayMs)
    {
        using VirtualNetwork network = new() { Way = new WayRules { OneWayMs = oneWayMs } };
        (Ngtcp2Connection client, Ngtcp2Connection server) = Settled(network);
        (long clientBefore, long serverBefore) = (client.GetStatistics().PacketsSent, server.GetStatistics().PacketsSent);
        Talk(network, [client]);
        Assert.InRange(client.GetStatistics().PacketsSent - clientBefore, Frames, Frames * 1.02);
        Assert.InRange(server.GetStatistics().PacketsSent - serverBefore, Frames / 6, Frames * 0.22);
        Assert.Equal(0, client.GetStatistics().DatagramsLost);
    }

    // Three at once whenever the three before have come: many round trips within the time that an acknowledgement may wait.
    [Theory]
    [InlineData(0.1, 100)]
    [InlineData(0.1, 1_100)]
    [InlineData(10, 1_100)]
    public void WindowIsNotFullBecauseAcknowledgementsWait(double oneWayMs, int bytes)
    {
        using VirtualNetwork network = new() { Way = new WayRules { OneWayMs = oneWayMs } };
        (Ngtcp2Connection client, Ngtcp2Connection server) = Settled(network);
        int arrived = 0;
        client.SetDatagramHandler((_, _) => arrived++);
        for (int burst = 1; burst <= 200; burst++)
        {
            for (int i = 0; i < 3; i++)
            {
                Assert.True(server.TrySendDatagram(new byte[bytes]));
            }

            Assert.True(network.Drive(1, () => arrived == 3 * burst), $"Of burst {burst} only {arrived - (3 * (burst - 1))} came.");
        }

        Assert.Equal(0, server.GetStatistics().DatagramsBlocked);
    }

    // Losses bring the window down to two packets of full size (RFC 9002 §7.2), and good voice must fit it: 64 kbit/s does, and 128 hardly
    // ever does not.
    [Theory]
    [InlineData(160, 0)]
    [InlineData(320, Frames / 50)]
    public void GoodVoiceFitsTheSmallestWindow(int bytes, int mayBeBlocked)
    {
        long blocked = 0;
        for (int seed = 1; seed <= 5; seed++)
        {
            using VirtualNetwork network = new(seed) { Way = new WayRules { OneWayMs = 30, Loss = 0.1 } };
            (_, Ngtcp2Connection server) = Settled(network);
            Talk(network, [server], bytes);
            blocked += server.GetStatistics().DatagramsBlocked;
        }

        Assert.InRange(blocked, 0, mayBeBlocked);
    }

    [Fact]
    public void RoundTripIsMeasuredWithoutTheDelay()
    {
        using VirtualNetwork network = new() { Way = new WayRules { OneWayMs = 30 } };
        (_, Ngtcp2Connection server) = Settled(network);
        Talk(network, [server]);
        Assert.InRange(server.GetStatistics().RoundTripTime.TotalMilliseconds, 59, 64);
    }

    [Fact]
    public void LostFramesAreStillFoundOut()
    {
        using VirtualNetwork network = new() { Way = new WayRules { Loss = 0.05 } };
        (_, Ngtcp2Connection server) = Settled(network);
        Talk(network, [server]);
        Assert.InRange(server.GetStatistics().DatagramsLost, Frames * 0.02, Frames * 0.08);
        Assert.Equal(0, server.GetStatistics().DatagramsBlocked);
    }

    [Fact]
    public async Task ControlStreamWaitsForNothing()
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, Ngtcp2Connection server) = Settled(network);
        Stream mine = await client.GetControlStreamAsync(CancellationToken.None);
        ValueTask opened = mine.WriteAsync(new byte[1]);
        network.Drive(1);
        await opened;
        Stream theirs = await server.GetControlStreamAsync(CancellationToken.None);
        byte[] voice = new byte[100];
        for (int i = 0; i < 50; i++)
        {
            server.TrySendDatagram(voice);
            network.Drive(0.005);
            long asked = network.Now;
            ValueTask write = theirs.WriteAsync(new byte[1]);
            Assert.True(network.Drive(1, () => (client.GetStatistics().LastReceivedAt > asked) && write.IsCompleted));
            await write;
            Assert.InRange(network.Now - asked, 0, 15 * MonotonicClock.Millisecond);
            network.Drive(0.015);
        }
    }

    private static (Ngtcp2Connection Client, Ngtcp2Connection Server) Settled(VirtualNetwork network)
    {
        (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
        network.Drive(2);
        return (client, server);
    }

    private static void Talk(VirtualNetwork network, Ngtcp2Connection[] from, int bytes = 100)
    {
        byte[] voice = new byte[bytes];
        for (int i = 0; i < Frames; i++)
        {
            foreach (Ngtcp2Connection connection in from)
            {
                Assert.True(connection.TrySendDatagram(voice));
            }

            network.Drive(0.02);
        }

        network.Drive(1);
    }
}
