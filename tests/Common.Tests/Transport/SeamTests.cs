using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mcu.Common.Transport;
using Mcu.Testing.Pairs;
using Xunit;

namespace Mcu.Common.Tests.Transport;

/// <summary>
/// The seam over real sockets on loopback, the same list for every pair of backends, and in memory. Waits for events only; a hang
/// is ended by the run's own limit.
/// </summary>
public sealed class SeamTests
{
    [SeamFact("127.0.0.1", "::1", "0.0.0.0", "::")]
    public async Task StreamAndDatagramsGoBothWays(BackendPair pair, string address)
    {
        await using ITransportListener listener = pair.Listen(address);
        await using ITransportConnection client = await pair.Connect(listener);
        await using ITransportConnection server = await listener.AcceptAsync(CancellationToken.None);

        Stream mine = await client.GetControlStreamAsync(CancellationToken.None);
        await mine.WriteAsync("hello"u8.ToArray());
        Stream theirs = await server.GetControlStreamAsync(CancellationToken.None);
        Assert.Equal("hello", await ReadText(theirs, 5));
        await theirs.WriteAsync("world"u8.ToArray());
        Assert.Equal("world", await ReadText(mine, 5));

        Assert.Equal([1, 2, 3], await Loopback.Exchange(client, server, [1, 2, 3]));
        Assert.Equal([4, 5], await Loopback.Exchange(server, client, [4, 5]));
    }

    [SeamFact]
    public async Task QueuedDatagramsGoWhenTheBatchIsComplete(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        var ends = new List<(ITransportConnection Server, Task<byte[]> Received)>();
        for (int i = 0; i < 5; i++)
        {
            ITransportConnection client = await pair.Connect(listener);
            TaskCompletionSource<byte[]> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
            client.SetDatagramHandler((bytes, _) => received.TrySetResult(bytes.ToArray()));
            ends.Add((await listener.AcceptAsync(CancellationToken.None), received.Task));
        }

        Assert.All(ends, end => Assert.True(end.Server.TryQueueDatagram([1, 2])));
        Assert.False(ends[0].Server.TryQueueDatagram([]));
        Assert.False(ends[0].Server.TryQueueDatagram(new byte[ends[0].Server.MaxDatagramSize + 1]));
        listener.SendQueued();
        foreach ((ITransportConnection _, Task<byte[]> received) in ends)
        {
            Assert.Equal([1, 2], await received.WaitAsync(Loopback.Patience));
        }
    }

    [SeamFact]
    public async Task BatchBringsEveryoneTheirOwnHead(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        ITransportBatch batch = listener.OpenBatch();
        var ends = new List<(ITransportConnection Server, Task<byte[]> Received)>();
        for (int i = 0; i < 3; i++)
        {
            ITransportConnection client = await pair.Connect(listener);
            TaskCompletionSource<byte[]> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
            client.SetDatagramHandler((bytes, _) => received.TrySetResult(bytes.ToArray()));
            ends.Add((await listener.AcceptAsync(CancellationToken.None), received.Task));
        }

        int shared = batch.Share([0, 0, 8, 9]);
        for (byte i = 0; i < ends.Count; i++)
        {
            Assert.True(batch.TryAdd(batch.AddressOf(ends[i].Server), shared, [i, 7]));
        }

        batch.Send();
        for (byte i = 0; i < ends.Count; i++)
        {
            Assert.Equal([i, 7, 8, 9], await ends[i].Received.WaitAsync(Loopback.Patience));
        }
    }

    // A word begins with the two packets before it was loud and the first loud one.
    [SeamFact]
    public async Task ThreeAtOnceAllArrive(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(listener);
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

        await all.Task.WaitAsync(Loopback.Patience);
        Assert.Equal<byte>([1, 2, 3], received.Order());
    }

    [SeamFact]
    public async Task ClientThatStandsAloneHasNoBatchToWaitFor(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(listener);
        await using ITransportConnection server = await listener.AcceptAsync(CancellationToken.None);
        TaskCompletionSource<byte[]> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.SetDatagramHandler((bytes, _) => received.TrySetResult(bytes.ToArray()));
        Assert.True(client.TryQueueDatagram([3]));
        Assert.Equal([3], await received.Task.WaitAsync(Loopback.Patience));
    }

    [SeamFact]
    public async Task TellsWhenThePeerWasHeardLast(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        long before = MonotonicClock.Now;
        await using ITransportConnection client = await pair.Connect(listener);
        await using ITransportConnection server = await listener.AcceptAsync(CancellationToken.None);
        Assert.InRange(client.GetStatistics().LastReceivedAt, before, MonotonicClock.Now);
        Assert.InRange(server.GetStatistics().LastReceivedAt, before, MonotonicClock.Now);
        long later = MonotonicClock.Now;
        do
        {
            // An endpoint that was busy just then counts what has come by when it began to look.
            Assert.Equal([1], await Loopback.Exchange(server, client, [1]));
            Assert.InRange(MonotonicClock.Now - later, 0, (long)Loopback.Patience.TotalNanoseconds);
        }
        while (client.GetStatistics().LastReceivedAt < later);

        Assert.InRange(client.GetStatistics().LastReceivedAt, later, MonotonicClock.Now);
    }

    [SeamFact]
    public async Task FingerprintsAreThoseOfTheCertificates(BackendPair pair)
    {
        using X509Certificate2 identity = TestCertificates.Create("CN=client");
        await using ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(listener, o => o with { Certificate = identity });
        await using ITransportConnection server = await listener.AcceptAsync(CancellationToken.None);
        Assert.Equal(CertificateFingerprint.Of(Loopback.Certificate.RawData), client.PeerFingerprint);
        Assert.Equal(CertificateFingerprint.Of(identity.RawData), server.PeerFingerprint);
    }

    [SeamFact]
    public async Task ClientWithoutCertificateHasNoFingerprint(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(listener);
        await using ITransportConnection server = await listener.AcceptAsync(CancellationToken.None);
        Assert.Null(server.PeerFingerprint);
    }

    [SeamFact]
    public async Task DistrustedServerIsToldNothingAndTheCallerHearsWhy(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        TransportException failure = await Assert.ThrowsAsync<TransportException>(
            () => pair.Connect(listener, o => o with { Check = _ => "not the one I know" }));
        Assert.Equal(TransportError.NotTrusted, failure.Error);
        Assert.Equal("not the one I know", failure.Message);
    }

    [SeamFact]
    public async Task ClientSeesTheChainThatTheServerSends(BackendPair pair)
    {
        // Without the root, which is not sent.
        X509Certificate2[] chain = TestCertificates.CreateChain(4)[..^1];
        await using ITransportListener listener = pair.Listen(
            change: options => options with { Certificate = chain[0], Intermediates = chain[1..] });
        PeerCertificates? shown = null;
        await using ITransportConnection client = await pair.Connect(listener, options => options with
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

    // A client by msquic is only told that the server refused.
    [SeamFact]
    public async Task RefusedByTheGateTheCallerHearsWhy(BackendPair pair)
    {
        CountingGate gate = new(admits: 1);
        await using ITransportListener listener = pair.Listen(change: options => options with { Gate = gate });
        await using (await pair.Connect(listener))
        {
            TransportException failure = await Assert.ThrowsAsync<TransportException>(() => pair.Connect(listener));
            Assert.Equal(TransportError.ConnectionEnded, failure.Error);
            if (pair.ClientName != "msquic")
            {
                Assert.Contains(CountingGate.Sentence, failure.Message, StringComparison.Ordinal);
            }

            Assert.Equal((EndedBy.Error, 0x02UL), (failure.End!.By, failure.End.Code));
        }

        await listener.DisposeAsync();
        Assert.Equal((2, 0), (gate.Asked, gate.Inside));
    }

    [SeamFact]
    public async Task CloseCarriesCodeAndReasonBothWays(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        await using (ITransportConnection client = await pair.Connect(listener))
        await using (ITransportConnection server = await listener.AcceptAsync(CancellationToken.None))
        {
            await server.CloseAsync(42, "enough\u0007 of this");
            ConnectionEnd end = await client.Ended.WaitAsync(Loopback.Patience);
            Assert.Equal(new ConnectionEnd(EndedBy.Peer, 42, "enough  of this"), end);
            Assert.Equal(EndedBy.Us, (await server.Ended).By);
            Assert.False(client.TrySendDatagram([1]));
        }

        await using ITransportConnection again = await pair.Connect(listener);
        await using ITransportConnection accepted = await listener.AcceptAsync(CancellationToken.None);
        await again.CloseAsync(7, "bye");
        Assert.Equal(new ConnectionEnd(EndedBy.Peer, 7, "bye"), await accepted.Ended.WaitAsync(Loopback.Patience));
    }

    [SeamFact]
    public async Task MegabytesThroughTheControlStreamArriveWhole(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(listener);
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
        await theirs.CopyToAsync(received).WaitAsync(Loopback.Patience);
        await writing;
        Assert.Equal(sent, received.ToArray());
    }

    [SeamFact]
    public async Task NobodyListeningIsSaidAtOnce(BackendPair pair)
    {
        IPEndPoint gone;
        await using (ITransportListener listener = pair.Listen())
        {
            gone = listener.LocalEndPoint;
        }

        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => pair.Client.ConnectAsync(
            new ConnectOptions { EndPoint = gone, Check = _ => null }, CancellationToken.None));
        Assert.Equal(TransportError.Unreachable, failure.Error);
    }

    [SeamFact]
    public async Task PortInUseIsASentence(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        TransportException failure = Assert.Throws<TransportException>(() => pair.Server.Listen(
            new ListenOptions { EndPoint = listener.LocalEndPoint, Certificate = Loopback.Certificate }));
        Assert.Equal(TransportError.AddressUnavailable, failure.Error);
        Assert.Contains(listener.LocalEndPoint.ToString(), failure.Message, StringComparison.Ordinal);
    }

    [SeamFact]
    public async Task ClosedListenerClosesItsConnections(BackendPair pair)
    {
        ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(listener);
        await listener.DisposeAsync();
        Assert.Equal(EndedBy.Peer, (await client.Ended.WaitAsync(Loopback.Patience)).By);
    }

    private static async Task<string> ReadText(Stream stream, int length)
    {
        byte[] bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(Loopback.Patience);
        return Encoding.UTF8.GetString(bytes);
    }
}
