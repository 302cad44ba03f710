using System.Net;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>
/// Several endpoints on one port, in virtual time: packets that the kernel gives to the wrong one, and limits that hold over all.
/// </summary>
public sealed class EndpointGroupTests
{
    private const int Servers = 3;

    [Fact]
    public void ConnectionSurvivesAPeerWhoseNewAddressLeadsToAnotherSocket()
    {
        using VirtualNetwork network = new(servers: Servers);
        (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
        Assert.Equal(20, Talk(network, client, server, 20));
        for (int i = 1; i < Servers; i++)
        {
            int socket = i;
            network.Socket = () => socket;
            network.ClientAddress = new IPEndPoint(network.ClientAddress.Address, 50_000 + i);
            // Both ways; one may go to the old address before the server has proven the new one.
            Assert.Equal(20, Talk(network, client, server, 20));
            network.Drive(1);
            Assert.Equal(20, Talk(network, server, client, 20));
            Assert.Equal(network.ClientAddress, server.RemoteEndPoint);
            Assert.True(network.Group[i].Count.HandedOver > 20);
            Assert.Equal(0, network.Group[i].ConnectionCount);
        }

        network.Socket = () => 0;
        long before = Enumerable.Range(0, Servers).Sum(i => network.Group[i].Count.HandedOver);
        Assert.Equal(20, Talk(network, client, server, 20));
        Assert.Equal(before, Enumerable.Range(0, Servers).Sum(i => network.Group[i].Count.HandedOver));
        Assert.False(client.Ended.IsCompleted);
    }

    [Theory]
    [InlineData(TransportDefaults.RetryThreshold)]
    [InlineData(0)]
    public void ConversationsGoOnWhereverTheirPacketsCome(int retryThreshold)
    {
        Random random = new(5);
        using VirtualNetwork network = new(servers: Servers, listen: options => options with { RetryThreshold = retryThreshold })
        {
            Way = new WayRules { Loss = 0.02, JitterMs = 20 },
        };
        List<(Ngtcp2Connection Client, Ngtcp2Connection Server)> pairs = [];
        for (int i = 0; i < 12; i++)
        {
            int socket = random.Next(Servers);
            network.Socket = () => socket;
            pairs.Add(network.ConnectBoth());
        }

        Assert.All(Enumerable.Range(0, Servers), i => Assert.True(network.Group[i].ConnectionCount > 0));
        network.Socket = () => random.Next(Servers);
        foreach ((Ngtcp2Connection client, Ngtcp2Connection server) in pairs)
        {
            Assert.InRange(Talk(network, client, server, 100), 85, 100);
        }

        pairs.ForEach(pair => pair.Client.RequestClose(0, ""));
        network.Drive(60);
        Assert.Equal((0, 0), (network.Group.Connections, network.Group.Handshaking));
    }

    [Fact]
    public void PacketsThatNobodyHasTimeForAreDroppedAndCounted()
    {
        using VirtualNetwork network = new(servers: 2);
        byte[] packet = new byte[100];
        packet[0] = 0x40;
        packet[1] = 1; // An id of the second endpoint's.
        for (int i = 0; i < 1_000; i++)
        {
            network.Inject(packet);
        }

        Assert.Equal(1_000, network.Group[0].Count.HandedOver);
        Assert.Equal(1_000 - 64, network.Group[1].HandoversDropped);
        network.Drive(1);
        Assert.Equal(64, network.Group[1].Count.PacketsIgnored);
        Assert.Equal(0, network.Group[0].Count.PacketsIgnored);
    }

    [Fact]
    public async Task ForgottenPeerIsToldByWhoeverOwnedIt()
    {
        using VirtualNetwork network = new(servers: 2);
        network.Socket = () => 1;
        (Ngtcp2Connection client, _) = network.ConnectBoth();
        network.Drive(1);
        network.RestartServer();
        network.Socket = () => 0;
        client.TrySendDatagram(new byte[100]);
        Assert.True(network.Drive(5, () => client.Ended.IsCompleted));
        Assert.Equal(EndedBy.StatelessReset, (await client.Ended).By);
        Assert.Equal(1, network.Group[1].Count.StatelessResets);
    }

    [Fact]
    public void LimitsHoldOverAllOfThem()
    {
        CountingGate gate = new(admits: 7);
        int turn = 0;
        using VirtualNetwork network = new(
            servers: Servers, listen: options => options with { Gate = gate, MaxConnections = 5 });
        List<Ngtcp2Connection> clients = [];
        for (int i = 0; i < 9; i++)
        {
            int socket = turn++ % Servers;
            network.Socket = () => socket;
            clients.Add(network.Connect());
            network.Drive(1);
        }

        Assert.Equal(5, clients.Count(client => client.Handshake.IsCompletedSuccessfully));
        Assert.Equal((5, 5, 5), (network.Group.Connections, gate.Asked, gate.Inside));
        network.Socket = () => 0;
        clients[0].RequestClose(0, "");
        network.Drive(5);
        Assert.Equal(4, gate.Inside);
        network.Socket = () => 2;
        network.ConnectBoth();
        Assert.Equal((5, 6), (network.Group.Connections, gate.Asked));
    }

    [Fact]
    public void HandshakesAreLimitedOverAllOfThem()
    {
        const int Most = 6;
        int turn = 0;
        using VirtualNetwork network = new(
            servers: Servers, listen: options => options with { MaxHalfOpen = Most, RetryThreshold = Most / 2 });
        network.Socket = () => turn++ % Servers;
        Ngtcp2Connection[] clients = [.. Enumerable.Range(0, 30).Select(_ => network.Connect())];
        Assert.True(network.Drive(60, () =>
        {
            Assert.InRange(network.Group.Handshaking, 0, Most);
            return Array.TrueForAll(clients, client => client.Handshake.IsCompletedSuccessfully);
        }));
        Assert.True(Enumerable.Range(0, Servers).All(i => network.Group[i].Count.Retries > 0));
    }

    private static int Talk(VirtualNetwork network, Ngtcp2Connection from, Ngtcp2Connection to, int frames)
    {
        int arrived = 0;
        to.SetDatagramHandler((_, _) => arrived++);
        for (int i = 0; i < frames; i++)
        {
            Assert.True(from.TrySendDatagram(new byte[100]));
            network.Drive(0.02);
        }

        network.Drive(0.2);
        return arrived;
    }
}
