using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>One port with two threads, over real sockets on loopback. Waits for events only.</summary>
public sealed class EndpointThreadsTests
{
    private const int Clients = 32;
    private static readonly X509Certificate2 s_certificate = TestCertificates.Create();
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::")]
    public async Task ConnectionsOfOneAddressAndPortAreSpreadOverBoth(string address)
    {
        await using ITransportListener listener = Listen(address: address);
        await using ITransportClients clients = Ngtcp2Transport.OpenClients(ReachableAt(listener));
        ConcurrentDictionary<int, int> threads = new();
        using CountdownEvent heard = new(Clients);
        for (int i = 0; i < Clients; i++)
        {
            ITransportConnection client = await Connect(clients);
            ITransportConnection server = await listener.AcceptAsync(CancellationToken.None);
            server.SetDatagramHandler((_, _) =>
            {
                threads.AddOrUpdate(Environment.CurrentManagedThreadId, 1, (_, count) => count + 1);
                heard.Signal();
            });
            Assert.True(client.TrySendDatagram([1]));
        }

        Assert.True(await Task.Run(() => heard.Wait(s_patience)));
        Assert.Equal(2, threads.Count);
        Assert.Equal(Clients, listener.GetStatistics().Accepted);
        Assert.Equal(0, listener.GetStatistics().HandedOver);
    }

    [Fact]
    public async Task BatchOfBothThreadsGoesOut()
    {
        await using ITransportListener listener = Listen();
        await using ITransportClients clients = Ngtcp2Transport.OpenClients(ReachableAt(listener));
        using CountdownEvent heard = new(Clients);
        var servers = new List<ITransportConnection>();
        for (int i = 0; i < Clients; i++)
        {
            ITransportConnection client = await Connect(clients);
            client.SetDatagramHandler((_, _) => heard.Signal());
            servers.Add(await listener.AcceptAsync(CancellationToken.None));
        }

        servers.ForEach(server => Assert.True(server.TryQueueDatagram([1])));
        listener.SendQueued();
        Assert.True(await Task.Run(() => heard.Wait(s_patience)));
    }

    [Fact]
    public async Task ConversationGoesOnFromOtherPorts()
    {
        await using ITransportListener listener = Listen();
        using PortRelay relay = new(listener.LocalEndPoint);
        await using ITransportConnection client = await Ngtcp2Transport.Load()
            .ConnectAsync(new ConnectOptions { EndPoint = relay.EndPoint, Check = _ => null }, CancellationToken.None)
            .WaitAsync(s_patience);
        await using ITransportConnection server = await listener.AcceptAsync(CancellationToken.None);
        Stream mine = await client.GetControlStreamAsync(CancellationToken.None);
        await mine.WriteAsync(new byte[] { 0 });
        Stream theirs = await server.GetControlStreamAsync(CancellationToken.None);
        byte[] got = new byte[1];
        await theirs.ReadExactlyAsync(got).AsTask().WaitAsync(s_patience);
        for (byte i = 1; i <= 6; i++)
        {
            // Six new ports, of which the kernel alone would give about three to the other socket.
            relay.Rebind();
            await mine.WriteAsync(new[] { i });
            await theirs.ReadExactlyAsync(got).AsTask().WaitAsync(s_patience);
            Assert.Equal(i, got[0]);
            Assert.Equal(relay.Outside, server.RemoteEndPoint);
            await theirs.WriteAsync(new[] { i });
            await mine.ReadExactlyAsync(got).AsTask().WaitAsync(s_patience);
            Assert.Equal(i, got[0]);
        }

        Assert.False(server.Ended.IsCompleted);
        Assert.Equal(1, listener.GetStatistics().Accepted);
    }

    [Fact]
    public async Task GateAndLimitsHoldOverBoth()
    {
        const int Most = 6;
        CountingGate gate = new();
        await using ITransportListener listener = Listen(options => options with { Gate = gate, MaxConnections = Most });
        await using ITransportClients clients = Ngtcp2Transport.OpenClients(ReachableAt(listener));
        Task<ITransportConnection>[] attempts = [.. Enumerable.Range(0, 3 * Most).Select(_ => Connect(clients))];
        await Task.WhenAll(attempts).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal(Most, attempts.Count(attempt => attempt.IsCompletedSuccessfully));
        Assert.Equal(Most, gate.Inside);
        await listener.DisposeAsync();
        Assert.Equal(0, gate.Inside);
    }

    [Fact]
    public async Task ClosingEndsTheConnectionsOfBothAndFreesThePort()
    {
        ITransportListener listener = Listen();
        await using ITransportClients clients = Ngtcp2Transport.OpenClients(ReachableAt(listener));
        ITransportConnection[] connections = [.. await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Connect(clients)))];
        TransportException taken = Assert.Throws<TransportException>(() => Listen(options => options with { EndPoint = listener.LocalEndPoint }));
        Assert.Equal(TransportError.AddressUnavailable, taken.Error);
        await listener.DisposeAsync();
        foreach (ITransportConnection connection in connections)
        {
            Assert.Equal(EndedBy.Peer, (await connection.Ended.WaitAsync(s_patience)).By);
        }

        await using ITransportListener again = Listen(options => options with { EndPoint = listener.LocalEndPoint });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(TransportDefaults.MaxThreads + 1)]
    public void NumbersOfThreadsThatCannotBeAreRefused(int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Listen(options => options with { Threads = threads }));

    private static ITransportListener Listen(Func<ListenOptions, ListenOptions>? change = null, string address = "127.0.0.1")
    {
        ListenOptions options = new()
        {
            EndPoint = new IPEndPoint(IPAddress.Parse(address), 0),
            Certificate = s_certificate,
            Threads = 2,
        };
        return Ngtcp2Transport.Load().Listen(change?.Invoke(options) ?? options);
    }

    private static IPEndPoint ReachableAt(ITransportListener listener) => new(IPAddress.Loopback, listener.LocalEndPoint.Port);

    private static Task<ITransportConnection> Connect(ITransportClients clients) => clients
        .ConnectAsync(new ConnectOptions { EndPoint = clients.Server, Check = _ => null }, CancellationToken.None)
        .WaitAsync(s_patience);
}
