using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>What many are sent alike: that each gets it with its own head, in order, once, and at no cost in memory.</summary>
public sealed class BatchTests
{
    [Fact]
    public void EveryoneGetsTheirHeadBeforeWhatIsShared()
    {
        using VirtualNetwork network = new();
        List<byte[]>[] received = Listen(network, 10);
        Ngtcp2Batch batch = new([network.Server]);
        for (byte tick = 0; tick < 20; tick++)
        {
            int first = batch.Share([0, 0, 10, tick]);
            int second = batch.Share([0, 0, 20, tick, 1]);
            for (int i = 0; i < received.Length; i++)
            {
                Assert.True(batch.TryAdd(batch.AddressOf(network.Accepted[i]), i < 5 ? first : second, [(byte)i, 100]));
            }

            Assert.False(network.Server.HasRequests);
            batch.Send();
            Assert.True(network.Server.HasRequests);
            network.Drive(0.02);
        }

        network.Drive(1);
        for (byte i = 0; i < received.Length; i++)
        {
            byte[] tail = i < 5 ? [] : [1];
            Assert.Equal(
                Enumerable.Range(0, 20).Select(tick => (byte[])[i, 100, i < 5 ? (byte)10 : (byte)20, (byte)tick, .. tail]), received[i]);
        }
    }

    // As a listener's packets are passed on and mixed in turn.
    [Fact]
    public void BatchesComeAfterWhatWasSentBefore()
    {
        using VirtualNetwork network = new();
        List<byte[]> received = Listen(network, 1)[0];
        Ngtcp2Batch batch = new([network.Server]);
        Ngtcp2Connection connection = network.Accepted[0];
        for (byte i = 0; i < 99; i += 3)
        {
            Assert.True(connection.TrySendDatagram([i]));
            batch.TryAdd(batch.AddressOf(connection), batch.Share([0]), [(byte)(i + 1)]);
            batch.Send();
            network.Drive(0.01);
            Assert.True(connection.TrySendDatagram([(byte)(i + 2)]));
            network.Drive(0.01);
        }

        network.Drive(1);
        Assert.Equal(Enumerable.Range(0, 99).Select(i => (byte)i), received.Select(datagram => datagram[0]));
        Assert.Equal(0, connection.GetStatistics().DatagramsBlocked);
    }

    [Fact]
    public void EndpointThatComesLateSendsWhatIsNotTooOld()
    {
        using VirtualNetwork network = new();
        List<byte[]>[] received = Listen(network, 3);
        Ngtcp2Batch batch = new([network.Server]);
        for (byte tick = 0; tick < 40; tick++)
        {
            int shared = batch.Share([0, 0, tick]);
            network.Accepted.ForEach(connection => batch.TryAdd(batch.AddressOf(connection), shared, [tick]));
            batch.Send();
        }

        network.Drive(0.001);
        batch.TryAdd(batch.AddressOf(network.Accepted[0]), batch.Share([0, 0, 40]), [40]);
        batch.Send();
        network.Drive(1);
        Assert.Equal(Enumerable.Range(0, 41).Select(tick => (byte)tick), received[0].Select(datagram => datagram[0]));
        Assert.All(received, datagrams => Assert.InRange(datagrams.Count, 40, 41));
    }

    // Nobody reads the batches for a second: hardly any are kept, and those that are too old are counted and not sent.
    [Fact]
    public void OldSpeechGivesWay()
    {
        using VirtualNetwork network = new();
        List<byte[]> received = Listen(network, 1)[0];
        long now = network.Now;
        Endpoint stalled = new(new EndpointGroup(listen: null), TlsCredentialsHandle.Create(null)) { Clock = () => now };
        BatchLane lane = new(stalled);
        Ngtcp2Connection connection = network.Accepted[0];
        for (int tick = 0; tick < 50; tick++, now += 20 * MonotonicClock.Millisecond)
        {
            lane.Share([0, 1]);
            lane.Add(connection, 0, [(byte)tick]);
            lane.Send();
        }

        var kept = new List<byte>();
        while (lane.TryTake() is { } batch)
        {
            kept.AddRange(Enumerable.Range(0, batch.Count).Select(i => batch.Datagram(i, out _)[0]));
            lane.Return(batch);
        }

        Assert.Equal(kept.Order(), kept);
        Assert.Equal(49, kept[^1]);
        Assert.Equal(50, kept.Count + connection.GetStatistics().DatagramsBlocked);
        Assert.InRange(kept.Count, 3, 8);
        Assert.Empty(received);
        stalled.Dispose();
    }

    [Fact]
    public void WhatTheNetworkDoesNotTakeWaitsItsTurnOrIsCounted()
    {
        using VirtualNetwork network = new();
        List<byte[]> received = Listen(network, 1)[0];
        Ngtcp2Batch batch = new([network.Server]);
        Ngtcp2Connection connection = network.Accepted[0];
        network.Drive(2);
        long sentBefore = connection.GetStatistics().DatagramsSent;
        byte[] voice = new byte[1_000];
        for (byte i = 0; i < 200; i++)
        {
            // More than a congestion window of it at once.
            batch.TryAdd(batch.AddressOf(connection), batch.Share(voice), [i]);
            batch.Send();
            network.Drive(i % 50 == 49 ? 0.02 : 0.0001);
        }

        network.Drive(2);
        Assert.Equal(received.Select(datagram => datagram[0]).Order(), received.Select(datagram => datagram[0]));
        ConnectionStatistics statistics = connection.GetStatistics();
        Assert.True(statistics.DatagramsBlocked > 0);
        Assert.Equal(200, statistics.DatagramsSent - sentBefore + statistics.DatagramsBlocked);
        Assert.Equal(statistics.DatagramsSent - sentBefore, received.Count);
    }

    [Fact]
    public void ConnectionThatEndedIsSentNothing()
    {
        using VirtualNetwork network = new();
        List<byte[]>[] received = Listen(network, 2);
        Ngtcp2Batch batch = new([network.Server]);
        Ngtcp2Connection gone = network.Accepted[0];
        gone.RequestClose(0, "over");
        network.Drive(5);
        int shared = batch.Share([0, 1]);
        network.Accepted.ForEach(connection => batch.TryAdd(batch.AddressOf(connection), shared, [7]));
        batch.Send();
        network.Drive(1);
        Assert.Equal((0, 1), (received[0].Count, received[1].Count));
        Assert.Equal(1, gone.GetStatistics().DatagramsBlocked);
    }

    [Fact]
    public void NothingIsAllocatedPerTick()
    {
        using VirtualNetwork network = new();
        Listen(network, 20);
        Ngtcp2Batch batch = new([network.Server]);
        byte[] voice = new byte[100];
        long allocated = 0;
        for (int tick = 0; tick < 200; tick++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int shared = batch.Share(voice);
            foreach (Ngtcp2Connection connection in network.Accepted)
            {
                batch.TryAdd(batch.AddressOf(connection), shared, voice.AsSpan(0, 10));
            }

            batch.Send();
            network.Server.Flush(network.Now, Nowhere.Instance);
            allocated += tick >= 100 ? GC.GetAllocatedBytesForCurrentThread() - before : 0;
            network.Drive(0.02);
        }

        Assert.Equal(0, allocated);
    }

    // Connects so many, each of which keeps what it is sent.
    private static List<byte[]>[] Listen(VirtualNetwork network, int count)
    {
        var received = new List<byte[]>[count];
        for (int i = 0; i < count; i++)
        {
            List<byte[]> datagrams = received[i] = [];
            network.ConnectBoth().Client.SetDatagramHandler((datagram, _) => datagrams.Add(datagram.ToArray()));
        }

        network.Drive(2);
        return received;
    }

    private sealed class Nowhere : IPacketOutput
    {
        private readonly byte[] _packet = new byte[Endpoint.PacketBuffer];

        internal static Nowhere Instance { get; } = new();

        public Span<byte> GetBuffer() => _packet;

        public void Commit(int length, in NetworkPath path)
        {
        }
    }
}
