using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>When an endpoint's thread is woken for datagrams of other threads, and when that would be a system call for nothing.</summary>
public sealed class EndpointWakeTests
{
    [Fact]
    public void SleepingThreadIsWokenOnceForManyDatagrams()
    {
        using VirtualNetwork network = new();
        List<Ngtcp2Connection> connections = Talkers(network, 10, out Func<int> wakes);
        Assert.True(network.Server.TryRest());
        connections.ForEach(connection => Assert.True(connection.TrySendDatagram([1])));
        Assert.Equal(1, wakes());
        Assert.Equal(10, Arrivals(network, connections));
    }

    [Fact]
    public void ThreadThatIsAwakeIsNotCalledButStaysAwake()
    {
        using VirtualNetwork network = new();
        List<Ngtcp2Connection> connections = Talkers(network, 10, out Func<int> wakes);
        connections.ForEach(connection => Assert.True(connection.TrySendDatagram([1])));
        Assert.Equal(0, wakes());
        Assert.False(network.Server.TryRest());
        Assert.Equal(10, Arrivals(network, connections));
        Assert.True(network.Server.TryRest());
    }

    [Fact]
    public void QueuedDatagramsWakeNobodyBeforeTheBatchIsComplete()
    {
        using VirtualNetwork network = new();
        List<Ngtcp2Connection> connections = Talkers(network, 10, out Func<int> wakes);
        Assert.True(network.Server.TryRest());
        network.Server.SendQueued();
        connections.ForEach(connection => Assert.True(connection.TryQueueDatagram([1])));
        Assert.Equal((0, false), (wakes(), network.Server.HasRequests));
        network.Server.SendQueued();
        Assert.Equal((1, true), (wakes(), network.Server.HasRequests));
        network.Server.SendQueued();
        Assert.Equal(1, wakes());
        Assert.Equal(10, Arrivals(network, connections));
    }

    [Fact]
    public void OneThatIsUrgentIsNotHeldUpByWhatIsQueued()
    {
        using VirtualNetwork network = new();
        List<Ngtcp2Connection> connections = Talkers(network, 2, out Func<int> wakes);
        Assert.True(network.Server.TryRest());
        connections.ForEach(connection => Assert.True(connection.TryQueueDatagram([1])));
        Assert.True(connections[0].TrySendDatagram([2]));
        Assert.Equal(1, wakes());
    }

    private static List<Ngtcp2Connection> Talkers(VirtualNetwork network, int count, out Func<int> wakes)
    {
        for (int i = 0; i < count; i++)
        {
            network.ConnectBoth();
        }

        network.Drive(3);
        int woken = 0;
        network.Server.Wake = () => woken++;
        wakes = () => woken;
        return network.Accepted;
    }

    private static int Arrivals(VirtualNetwork network, List<Ngtcp2Connection> connections)
    {
        network.Drive(1);
        return connections.Sum(connection => (int)connection.GetStatistics().DatagramsSent);
    }
}
