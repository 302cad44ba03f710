using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mcu.Common.Transport;
using Xunit;

namespace Mcu.Common.Tests.Transport;

/// <summary>The seam over real sockets on loopback, the same list for every backend. Waits for events only; a hang is ended by the run's own limit.</summary>
public abstract class SeamTests(ITransport transport)
{
    private static readonly X509Certificate2 s_certificate = TestCertificates.Create();
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Addresses => ["127.0.0.1", "::1", "0.0.0.0", "::"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task StreamAndDatagramsGoBothWays(string address)
    {
        await using ITransportListener listener = Listen(address);
        await using ITransportConnection client = await Connect(listener);
        await using ITransportConnection server = await listener.AcceptAsync(CancellationToken.None);

        Stream mine = await client.GetControlStreamAsync(CancellationToken.None);
        await mine.WriteAsync("hello"u8.ToArray());
        Stream theirs = await server.GetControlStreamAsync(CancellationToken.None);
        Assert.Equal("hello", await ReadText(theirs, 5));
        await theirs.WriteAsync("world"u8.ToArray());
        Assert.Equal("world", await ReadText(mine, 5));

        Assert.Equal([1, 2, 3], await Exchange(client, server, [1, 2, 3]));
        Assert.Equal([4, 5], await Exchange(server, client, [4, 5]));
    }

    [Fact]
    public async Task QueuedDatagramsGoWhenTheBatchIsComplete()
    {
        await using ITransportListener listener = Listen();
        var pairs = new List<(ITransportConnection Server, Task<byte[]> Received)>();
        for (int i = 0; i < 5; i++)
        {
            ITransportConnection client = await Connect(listener);
            TaskCompletionSource<byte[]> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
            client.SetDatagramHandler((bytes, _) => received.TrySetResult(bytes.ToArray()));
            pairs.Add((await listener.AcceptAsync(CancellationToken.None), received.Task));
        }

        Assert.All(pairs, pair => Assert.True(pair.Server.TryQueueDatagram([1, 2])));
        Assert.False(pairs[0].Server.TryQueueDatagram([]));
        Assert.False(pairs[0].Server.TryQueueDatagram(new byte[pairs[0].Server.MaxDatagramSize + 1]));
        listener.SendQueued();
        foreach ((ITransportConnection _, Task<byte[]> received) in pairs)
        {
            Assert.Equal([1, 2], await received.WaitAsync(s_patience));
        }
    }

    [Fact]
    public async Task BatchBringsEveryoneTheirOwnHead()
    {
        await using ITransportListener listener = Listen();
        ITransportBatch batch = listener.OpenBatch();
        var pairs = new List<(ITransportConnection Server, Task<byte[]> Received)>();
        for (int i = 0; i < 3; i++)
        {
            ITransportConnection client = await Connect(listener);
            TaskCompletionSource<byte[]> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
            client.SetDatagramHandler((bytes, _) => received.TrySetResult(bytes.ToArray()));
            pairs.Add((await listener.AcceptAsync(CancellationToken.None), received.Task));
        }

        int shared = batch.Share([0, 0, 8, 9]);
        for (byte i = 0; i < pairs.Count; i++)
        {
            Assert.True(batch.TryAdd(pairs[i].Server, shared, [i, 7]));
        }

        batch.Send();
        for (byte i = 0; i < pairs.Count; i++)
        {
            Assert.Equal([i, 7, 8, 9], await pairs[i].Received.WaitAsync(s_patience));
        }
    }

    // A word begins with the two packets before it was loud and the first loud one.
    [Fact]
    public async Task ThreeAtOnceAllArrive()
    {
        await using ITransportListener listener = Listen();
        await using ITransportConnection client = await Connect(listener);
        await using ITransportConnection server = await listener.AcceptAsync(CancellationToken.None);
        var received = new List<byte>();
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        client.SetDatagramHandler((bytes, _) =>
        {
            received.Add(bytes[0]);
            if (received.Count == 3)
            {
                all.SetResult();
            }
        });
        Assert.All([1, 2, 3], number => Assert.True(server.TryQueueDatagram([(byte)number])));
        listener.SendQueued();

        await all.Task.WaitAsync(s_patience);
        Assert.Equal<byte>([1, 2, 3], received.Order());
    }

    [Fact]
    public async Task ClientThatStandsAloneHasNoBatchToWaitFor()
    {
        await using ITransportListener listener = Listen();
        await using ITransportConnection client = await Connect(listener);
        await using ITransportConnection server = await listener.AcceptAsync(CancellationToken.None);
        TaskCompletionSource<byte[]> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.SetDatagramHandler((bytes, _) => received.TrySetResult(bytes.ToArray()));
        Assert.True(client.TryQueueDatagram([3]));
        Assert.Equal([3], await received.Task.WaitAsync(s_patience));
    }

    [Fact]
    public async Task TellsWhenThePeerWasHeardLast()
    {
        await using ITransportListener listener = Listen();
        long before = MonotonicClock.Now;
        await using ITransportConnection client = await Connect(listener);
        await using ITransportConnection server = await listener.AcceptAsync(CancellationToken.None);
        Assert.InRange(client.GetStatistics().LastReceivedAt, before, MonotonicClock.Now);
        Assert.InRange(server.GetStatistics().LastReceivedAt, before, MonotonicClock.Now);
        long later = MonotonicClock.Now;
        Assert.Equal([1], await Exchange(server, client, [1]));
        Assert.InRange(client.GetStatistics().LastReceivedAt, later, MonotonicClock.Now);
    }

    [Fact]
    public async Task FingerprintsAreThoseOfTheCertificates()
    {
        using X509Certificate2 identity = TestCertificates.Create("CN=client");
        await using ITransportListener listener = Listen();
        await using ITransportConnection client = await Connect(listener, o => o with { Certificate = identity });
        await using ITransportConnection server = await listener.AcceptAsync(CancellationToken.None);
        Assert.Equal(CertificateFingerprint.Of(s_certificate.RawData), client.PeerFingerprint);
        Assert.Equal(CertificateFingerprint.Of(identity.RawData), server.PeerFingerprint);
    }

    [Fact]
    public async Task ClientWithoutCertificateHasNoFingerprint()
    {
        await using ITransportListener listener = Listen();
        await using ITransportConnection client = await Connect(listener);
        await using ITransportConnection server = await listener.AcceptAsync(CancellationToken.None);
        Assert.Null(server.PeerFingerprint);
    }

    [Fact]
    public async Task DistrustedServerIsToldNothingAndTheCallerHearsWhy()
    {
        await using ITransportListener listener = Listen();
        TransportException failure = await Assert.ThrowsAsync<TransportException>(
            () => Connect(listener, o => o with { Check = _ => "not the one I know" }));
        Assert.Equal(TransportError.NotTrusted, failure.Error);
        Assert.Equal("not the one I know", failure.Message);
    }

    [Fact]
    public async Task ClientSeesTheChainThatTheServerSends()
    {
        X509Certificate2[] chain = TestCertificates.CreateChain(4);
        await using ITransportListener listener = Listen(
            change: options => options with { Certificate = chain[0], Intermediates = chain[1..] });
        PeerCertificates? shown = null;
        await using ITransportConnection client = await Connect(listener, options => options with
        {
            Check = certificates =>
            {
                shown = certificates;
                return null;
            },
        });
        Assert.Equal(chain[0].RawData, shown!.Leaf.ToArray());
        Assert.Equal(chain[1..].Select(one => one.RawData), shown.Issuers.Select(one => one.ToArray()));
        Assert.Equal(client.PeerFingerprint, shown.Fingerprint);
    }

    [Fact]
    public async Task RefusedByTheGateTheCallerHearsWhy()
    {
        CountingGate gate = new(admits: 1);
        await using ITransportListener listener = Listen(change: options => options with { Gate = gate });
        await using (await Connect(listener))
        {
            TransportException failure = await Assert.ThrowsAsync<TransportException>(() => Connect(listener));
            Assert.Equal(TransportError.ConnectionEnded, failure.Error);
            Assert.Contains(CountingGate.Sentence, failure.Message, StringComparison.Ordinal);
            Assert.Equal((EndedBy.Error, 0x02UL), (failure.End!.By, failure.End.Code));
        }

        await listener.DisposeAsync();
        Assert.Equal((2, 0), (gate.Asked, gate.Inside));
    }

    [Fact]
    public async Task CloseCarriesCodeAndReasonBothWays()
    {
        await using ITransportListener listener = Listen();
        await using (ITransportConnection client = await Connect(listener))
        await using (ITransportConnection server = await listener.AcceptAsync(CancellationToken.None))
        {
            await server.CloseAsync(42, "enough\u0007 of this");
            ConnectionEnd end = await client.Ended.WaitAsync(s_patience);
            Assert.Equal(new ConnectionEnd(EndedBy.Peer, 42, "enough  of this"), end);
            Assert.Equal(EndedBy.Us, (await server.Ended).By);
            Assert.False(client.TrySendDatagram([1]));
        }

        await using ITransportConnection again = await Connect(listener);
        await using ITransportConnection accepted = await listener.AcceptAsync(CancellationToken.None);
        await again.CloseAsync(7, "bye");
        Assert.Equal(new ConnectionEnd(EndedBy.Peer, 7, "bye"), await accepted.Ended.WaitAsync(s_patience));
    }

    [Fact]
    public async Task MegabytesThroughTheControlStreamArriveWhole()
    {
        await using ITransportListener listener = Listen();
        await using ITransportConnection client = await Connect(listener);
        await using ITransportConnection server = await listener.AcceptAsync(CancellationToken.None);
        byte[] sent = new byte[3_000_000];
        new Random(1).NextBytes(sent);
        Stream mine = await client.GetControlStreamAsync(CancellationToken.None);
        Task writing = Task.Run(async () =>
        {
            await mine.WriteAsync(sent);
            await mine.DisposeAsync();
        });
        Stream theirs = await server.GetControlStreamAsync(CancellationToken.None);
        using MemoryStream received = new();
        await theirs.CopyToAsync(received).WaitAsync(s_patience);
        await writing;
        Assert.Equal(sent, received.ToArray());
    }

    [Fact]
    public async Task NobodyListeningIsSaidAtOnce()
    {
        IPEndPoint gone;
        await using (ITransportListener listener = Listen())
        {
            gone = listener.LocalEndPoint;
        }

        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => transport.ConnectAsync(
            new ConnectOptions { EndPoint = gone, Check = _ => null }, CancellationToken.None));
        Assert.Equal(TransportError.Unreachable, failure.Error);
    }

    [Fact]
    public async Task PortInUseIsASentence()
    {
        await using ITransportListener listener = Listen();
        TransportException failure = Assert.Throws<TransportException>(() => transport.Listen(
            new ListenOptions { EndPoint = listener.LocalEndPoint, Certificate = s_certificate }));
        Assert.Equal(TransportError.AddressUnavailable, failure.Error);
        Assert.Contains(listener.LocalEndPoint.ToString(), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClosedListenerClosesItsConnections()
    {
        ITransportListener listener = Listen();
        await using ITransportConnection client = await Connect(listener);
        await listener.DisposeAsync();
        Assert.Equal(EndedBy.Peer, (await client.Ended.WaitAsync(s_patience)).By);
    }

    private ITransportListener Listen(string address = "127.0.0.1", Func<ListenOptions, ListenOptions>? change = null)
    {
        ListenOptions options = new() { EndPoint = new IPEndPoint(IPAddress.Parse(address), 0), Certificate = s_certificate };
        return transport.Listen(change?.Invoke(options) ?? options);
    }

    private Task<ITransportConnection> Connect(
        ITransportListener listener, Func<ConnectOptions, ConnectOptions>? change = null)
    {
        IPEndPoint bound = listener.LocalEndPoint;
        IPAddress address = bound.Address.Equals(IPAddress.IPv6Any) || bound.Address.Equals(IPAddress.Any)
            ? IPAddress.Loopback
            : bound.Address;
        ConnectOptions options = new() { EndPoint = new IPEndPoint(address, bound.Port), Check = _ => null };
        return transport.ConnectAsync(change?.Invoke(options) ?? options, CancellationToken.None).WaitAsync(s_patience);
    }

    private static async Task<byte[]> Exchange(ITransportConnection from, ITransportConnection to, byte[] datagram)
    {
        TaskCompletionSource<byte[]> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
        to.SetDatagramHandler((bytes, _) => received.TrySetResult(bytes.ToArray()));
        Assert.True(from.TrySendDatagram(datagram));
        return await received.Task.WaitAsync(s_patience);
    }

    private static async Task<string> ReadText(Stream stream, int length)
    {
        byte[] bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(s_patience);
        return Encoding.UTF8.GetString(bytes);
    }
}
