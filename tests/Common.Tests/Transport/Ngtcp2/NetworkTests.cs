using System.Net;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>The networks that a conversation must survive (the QUIC interop runner's scenarios), in virtual time.</summary>
public sealed class NetworkTests
{
    [Fact]
    public void HandshakeOverASatelliteTakesTwoRoundTrips()
    {
        using VirtualNetwork network = new() { Way = new WayRules { OneWayMs = 375 } };
        long start = network.Now;
        network.ConnectBoth();
        Assert.InRange((network.Now - start) / MonotonicClock.Millisecond, 750, 1_600);
    }

    [Fact]
    public void HandshakesSurviveThirtyPercentLossInBursts()
    {
        // Within the default 10 s, and hardly ever not: five probes in a row must be lost for that.
        int completed = 0;
        for (int seed = 1; seed <= 100; seed++)
        {
            using VirtualNetwork network = new(seed) { Way = new WayRules { Loss = 0.3, Burst = 3 } };
            Ngtcp2Connection client = network.Connect(o => o with { HandshakeTimeout = TransportDefaults.HandshakeTimeout });
            network.Drive(12, () => client.Handshake.IsCompleted);
            completed += client.Handshake.IsCompletedSuccessfully ? 1 : 0;
        }

        Assert.InRange(completed, 95, 100);
    }

    [Fact]
    public void VoiceArrivesButForWhatTheWayLoses()
    {
        using VirtualNetwork network = new() { Way = new WayRules { Loss = 0.02, Burst = 3 } };
        (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
        int arrived = Talk(network, client, server, frames: 3_000);
        Assert.InRange(arrived, 2_850, 2_999);
        Assert.Equal(0, client.GetStatistics().DatagramsBlocked);
        Assert.InRange(client.GetStatistics().DatagramsLost, 1, 3_000 - arrived + 5);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    public void ConversationSurvivesCorruption(double share)
    {
        using VirtualNetwork network = new(3) { Way = new WayRules { Corruption = share } };
        (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
        int arrived = Talk(network, client, server, frames: 1_000);
        Assert.InRange(arrived, (int)(1_000 * (1 - share) * 0.8), 1_000);
        Assert.Equal(TaskStatus.WaitingForActivation, client.Ended.Status);
    }

    [Fact]
    public void ReorderingAndDuplicationChangeNothing()
    {
        using VirtualNetwork network = new() { Way = new WayRules { JitterMs = 60, Duplication = 0.2 } };
        (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
        Assert.Equal(1_000, Talk(network, client, server, frames: 1_000));
    }

    [Fact]
    public void BlackholesOfTwoSecondsEveryFiveArePauses()
    {
        using VirtualNetwork network = new();
        long start = network.Now;
        network.Way = new WayRules { Blackhole = now => (now - start) % (5 * MonotonicClock.Second) > 3 * MonotonicClock.Second };
        (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
        // 900 frames fall into the open times. Some of them wait for the probe that finds out, and are too old by then.
        int arrived = Talk(network, client, server, frames: 1_500);
        Assert.InRange(arrived, 600, 950);
        network.Way = new WayRules();
        network.Drive(5);
        Assert.Equal(50, Talk(network, client, server, frames: 50));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NatThatRebindsIsFollowedThereAndBack(bool addressToo)
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
        IPEndPoint a = network.ClientAddress;
        IPEndPoint b = new(addressToo ? IPAddress.Parse("203.0.113.9") : a.Address, 50_001);
        network.Drive(1);
        foreach (IPEndPoint next in new[] { b, a, b, a })
        {
            network.ClientAddress = next;
            Assert.InRange(Talk(network, client, server, frames: 250), 245, 250);
            Assert.InRange(Talk(network, server, client, frames: 250), 245, 250);
            Assert.Equal(next, server.RemoteEndPoint);
        }
    }

    [Fact]
    public void LongWayDoesNotStarveVoice()
    {
        using VirtualNetwork network = new() { Way = new WayRules { OneWayMs = 200 } };
        (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
        Assert.Equal(500, Talk(network, client, server, frames: 500));
        Assert.Equal(0, client.GetStatistics().DatagramsBlocked);
    }

    [Fact]
    public void SilentConnectionIsKeptAlive()
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
        network.Drive(600);
        Assert.False(client.Ended.IsCompleted);
        Assert.Equal(10, Talk(network, server, client, frames: 10));
    }

    [Fact]
    public async Task VanishedClientIsGoneAfterTheIdleTimeout()
    {
        using VirtualNetwork network = new();
        (_, Ngtcp2Connection server) = network.ConnectBoth();
        network.Way = new WayRules { Loss = 1 };
        network.Drive(30);
        Assert.False(server.Ended.IsCompleted);
        network.Drive(20);
        Assert.True(server.Ended.IsCompleted);
        Assert.Equal(EndedBy.IdleTimeout, (await server.Ended).By);
        Assert.Equal(0, network.Server.ConnectionCount);
    }

    [Fact]
    public void NewKeysAreTakenIntoUseFromBothEnds()
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
        foreach (Ngtcp2Connection initiator in new[] { client, server, client })
        {
            Assert.Equal(100, Talk(network, client, server, frames: 100));
            Assert.True(initiator.TryUpdateKeys(network.Now));
            Assert.Equal(100, Talk(network, server, client, frames: 100));
        }
    }

    [Fact]
    public void LargestDatagramFitsAndLargerOnesAreRefused()
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
        int largest = 0;
        server.SetDatagramHandler((datagram, _) => largest = Math.Max(largest, datagram.Length));
        Assert.False(client.TrySendDatagram(new byte[client.MaxDatagramSize + 1]));
        Assert.False(client.TrySendDatagram([]));
        Assert.True(client.TrySendDatagram(new byte[client.MaxDatagramSize]));
        Assert.True(network.Drive(1, () => largest > 0));
        Assert.Equal(client.MaxDatagramSize, largest);
        Assert.True(largest > 1_100);
    }

    [Fact]
    public void SteadyTalkAllocatesNothingInTheEndpoints()
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
        Talk(network, client, server, frames: 500);
        byte[] voice = new byte[100];
        byte[] room = new byte[Endpoint.PacketBuffer];
        SilentOutput nowhere = new(room);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++)
        {
            client.TrySendDatagram(voice);
            network.Client.Flush(network.Now + i, nowhere);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(nowhere.Packets > 0);
    }

    /// <summary>Sends a voice datagram every 20 ms and counts what arrives.</summary>
    private static int Talk(VirtualNetwork network, Ngtcp2Connection from, Ngtcp2Connection to, int frames)
    {
        HashSet<int> arrived = [];
        to.SetDatagramHandler((datagram, _) => arrived.Add(BitConverter.ToInt32(datagram)));
        byte[] voice = new byte[100];
        for (int i = 0; i < frames; i++)
        {
            BitConverter.TryWriteBytes(voice, i);
            Assert.True(from.TrySendDatagram(voice));
            network.Drive(0.02);
        }

        network.Drive(1);
        return arrived.Count;
    }

    private sealed class SilentOutput(byte[] room) : IPacketOutput
    {
        internal int Packets { get; private set; }

        public Span<byte> GetBuffer() => room;

        public void Commit(int length, in NetworkPath path) => Packets++;
    }
}
