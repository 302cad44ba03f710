using System.Net;
using System.Security.Cryptography.X509Certificates;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>Many connections of one socket, over loopback. Waits for events only.</summary>
public sealed class ClientsTests
{
    private const int Count = 20;
    private static readonly X509Certificate2 s_certificate = TestCertificates.Create();
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task EachHasItsOwnDatagramsStreamAndEnd()
    {
        await using ITransportListener listener = Listen();
        await using ITransportClients clients = Ngtcp2Transport.OpenClients(listener.LocalEndPoint);
        var pairs = new List<(ITransportConnection Client, ITransportConnection Server)>();
        for (int i = 0; i < Count; i++)
        {
            ITransportConnection client = await Connect(clients);
            pairs.Add((client, await listener.AcceptAsync(CancellationToken.None)));
        }

        Assert.Single(pairs.Select(pair => pair.Server.RemoteEndPoint).Distinct());
        for (int i = 0; i < Count; i++)
        {
            (ITransportConnection client, ITransportConnection server) = pairs[i];
            TaskCompletionSource<byte[]> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
            client.SetDatagramHandler((bytes, _) => received.TrySetResult(bytes.ToArray()));
            Assert.True(server.TrySendDatagram([(byte)i]));
            Assert.Equal([(byte)i], await received.Task.WaitAsync(s_patience));
            Stream mine = await client.GetControlStreamAsync(CancellationToken.None);
            await mine.WriteAsync(new byte[] { 7, (byte)i });
            Stream theirs = await server.GetControlStreamAsync(CancellationToken.None);
            byte[] got = new byte[2];
            await theirs.ReadExactlyAsync(got).AsTask().WaitAsync(s_patience);
            Assert.Equal([7, (byte)i], got);
        }

        await pairs[0].Client.DisposeAsync();
        Assert.Equal(EndedBy.Peer, (await pairs[0].Server.Ended.WaitAsync(s_patience)).By);
        Assert.False(pairs[1].Client.Ended.IsCompleted);
        await clients.DisposeAsync();
        foreach ((ITransportConnection client, ITransportConnection server) in pairs)
        {
            await client.Ended.WaitAsync(s_patience);
            await server.Ended.WaitAsync(s_patience);
        }
    }

    [Fact]
    public async Task EachShowsTheCertificateThatItIsGiven()
    {
        using X509Certificate2 ana = TestCertificates.Create("CN=ana");
        using X509Certificate2 ben = TestCertificates.Create("CN=ben");
        await using ITransportListener listener = Listen();
        await using ITransportClients clients = Ngtcp2Transport.OpenClients(listener.LocalEndPoint);
        foreach (X509Certificate2? own in (X509Certificate2?[])[ana, null, ben])
        {
            await Connect(clients, own);
            ITransportConnection server = await listener.AcceptAsync(CancellationToken.None);
            Assert.Equal(own is null ? null : CertificateFingerprint.Of(own.RawData), server.PeerFingerprint);
        }
    }

    [Fact]
    public async Task WhoIsTurnedAwayDisturbsNobody()
    {
        CountingGate gate = new(admits: 1);
        await using ITransportListener listener = Listen(gate);
        await using ITransportClients clients = Ngtcp2Transport.OpenClients(listener.LocalEndPoint);
        ITransportConnection inside = await Connect(clients);
        TransportException refused = await Assert.ThrowsAsync<TransportException>(() => Connect(clients));
        Assert.Contains(CountingGate.Sentence, refused.Message, StringComparison.Ordinal);
        Assert.False(inside.Ended.IsCompleted);
    }

    [Fact]
    public async Task OtherServersAndClosedOnesAreSaidToBe()
    {
        await using ITransportListener listener = Listen();
        ITransportClients clients = Ngtcp2Transport.OpenClients(listener.LocalEndPoint);
        ConnectOptions elsewhere = new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 9), Check = _ => null };
        await Assert.ThrowsAsync<ArgumentException>(() => clients.ConnectAsync(elsewhere, CancellationToken.None));
        await clients.DisposeAsync();
        TransportException closed = await Assert.ThrowsAsync<TransportException>(() => Connect(clients));
        Assert.Equal(TransportError.ConnectionEnded, closed.Error);
    }

    [Fact]
    public async Task WhoIsTooLateToConnectDisturbsNobody()
    {
        await using ITransportListener listener = Listen();
        await using ITransportClients clients = Ngtcp2Transport.OpenClients(listener.LocalEndPoint);
        using CancellationTokenSource gone = new();
        await gone.CancelAsync();
        ConnectOptions options = new() { EndPoint = listener.LocalEndPoint, Check = _ => null };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => clients.ConnectAsync(options, gone.Token));
        await Connect(clients);
    }

    private static ITransportListener Listen(IConnectionGate? gate = null) => Ngtcp2Transport.Load().Listen(new ListenOptions
    {
        EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
        Certificate = s_certificate,
        Gate = gate,
    });

    private static Task<ITransportConnection> Connect(ITransportClients clients, X509Certificate2? own = null) => clients
        .ConnectAsync(new ConnectOptions { EndPoint = clients.Server, Check = _ => null, Certificate = own }, CancellationToken.None)
        .WaitAsync(s_patience);
}
