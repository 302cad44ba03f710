using System.Net;
using Mcu.Common.Tests.Transport.Ngtcp2;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;
using Mcu.Testing.Pairs;
using Xunit;

namespace Mcu.Common.Tests.Transport;

/// <summary>How connections between every pair of backends end, or never begin.</summary>
public sealed class PairEndTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longer = TimeSpan.FromSeconds(3);

    // Whose word is first is open, and a close that comes too late has nothing to do any more.
    [PairFact]
    public async Task BothMayCloseAtOnce(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        for (int round = 0; round < 100; round++)
        {
            await using ITransportConnection client = await pair.Connect(listener);
            await using ITransportConnection server = await listener.Accept();
            using var together = new Barrier(2);
            await Task.WhenAll(new[] { client, server }.Select(end => Task.Run(() =>
            {
                together.SignalAndWait();
                return end.CloseAsync(3, "both").AsTask();
            }))).WaitAsync(Loopback.Patience);
            foreach (ITransportConnection end in new[] { client, server })
            {
                ConnectionEnd how = await end.Ended.WaitAsync(Loopback.Patience);
                Assert.True(how is { By: EndedBy.Us or EndedBy.Peer, Code: 3 }, $"{how}");
            }
        }
    }

    [PairFact]
    public async Task ClientBehindAnotherPortIsFollowed(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        using PortRelay relay = new(listener.LocalEndPoint);
        await using ITransportConnection client = await pair.Connect(relay);
        await using ITransportConnection server = await listener.Accept();
        Stream mine = await client.GetControlStreamAsync(CancellationToken.None);
        await mine.WriteAsync(new byte[1]);
        Stream theirs = await server.GetControlStreamAsync(CancellationToken.None).AsTask().WaitAsync(Loopback.Patience);
        byte[] got = new byte[1];
        await theirs.ReadExactlyAsync(got).AsTask().WaitAsync(Loopback.Patience);
        for (byte i = 1; i <= 3; i++)
        {
            relay.Rebind();
            await mine.WriteAsync(new[] { i });
            await theirs.ReadExactlyAsync(got).AsTask().WaitAsync(Loopback.Patience);
            await theirs.WriteAsync(got);
            await mine.ReadExactlyAsync(got).AsTask().WaitAsync(Loopback.Patience);
            Assert.Equal(i, got[0]);
            Assert.Equal(relay.Outside, server.RemoteEndPoint);
        }

        Assert.Equal([9], await Loopback.Exchange(server, client, [9]));
    }

    [PairFact]
    public async Task OneTooManyIsRefused(BackendPair pair)
    {
        CountingGate gate = new();
        await using ITransportListener listener = pair.Listen(change: options => options with { Gate = gate, MaxConnections = 1 });
        await using (await pair.Connect(listener))
        {
            TransportException failure = await Assert.ThrowsAsync<TransportException>(() => pair.Connect(listener));
            Assert.Equal(TransportError.ConnectionEnded, failure.Error);
            Assert.Equal((EndedBy.Error, 0x02UL), (failure.End!.By, failure.End.Code));
            Assert.Equal(1, gate.Asked);
        }

        await listener.DisposeAsync();
        Assert.Equal(0, gate.Inside);
    }

    // A client that does not trust the server never was one of its connections.
    [PairFact]
    public async Task WhoDistrustsTheServerIsNotAccepted(BackendPair pair)
    {
        CountingGate gate = new();
        await using ITransportListener listener = pair.Listen(change: options => options with { Gate = gate });
        await Assert.ThrowsAsync<TransportException>(() => pair.Connect(listener, options => options with { Check = _ => "no" }));
        await using ITransportConnection client = await pair.Connect(listener);
        await using ITransportConnection server = await listener.Accept();
        Assert.Equal([1], await Loopback.Exchange(client, server, [1]));
        Assert.Equal(1, listener.GetStatistics().Accepted);
        await listener.DisposeAsync();
        Assert.Equal(0, gate.Inside);
    }

    // Newcomers who are on their way when the port closes are turned away or hear of the end, and the gate hears of all of them.
    [PairFact]
    public async Task ListenerThatClosesDuringHandshakesLeavesNobodyWaiting(BackendPair pair)
    {
        for (int round = 0; round < 5; round++)
        {
            CountingGate gate = new();
            ITransportListener listener = pair.Listen(change: options => options with { Gate = gate });
            Task<ITransportConnection>[] newcomers = [.. Enumerable.Range(0, 10).Select(_ => Task.Run(() => pair.Connect(
                listener, options => options with { HandshakeTimeout = s_short, IdleTimeout = s_longer })))];
            await (await newcomers[round]).DisposeAsync();
            await listener.DisposeAsync();
            foreach (Task<ITransportConnection> newcomer in newcomers)
            {
                try
                {
                    await using ITransportConnection client = await newcomer;
                    await client.Ended.WaitAsync(Loopback.Patience);
                }
                catch (TransportException)
                {
                    // Turned away.
                }
            }

            Assert.Equal(0, gate.Inside);
        }
    }

    [BackendFact]
    public async Task NobodyWhoAnswersIsSaidInTime(BackendPair pair)
    {
        // A port that takes packets and never answers.
        using PortRelay silent = new(new IPEndPoint(IPAddress.Loopback, 9));
        silent.Cut();
        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => pair.Client.ConnectAsync(
            new ConnectOptions { EndPoint = silent.EndPoint, Check = _ => null, HandshakeTimeout = TimeSpan.FromMilliseconds(300) },
            CancellationToken.None).WaitAsync(Loopback.Patience));
        Assert.Equal(TransportError.Unreachable, failure.Error);
    }

    [BackendFact]
    public async Task WhoNoLongerWantsToConnectNeedNotWait(BackendPair pair)
    {
        using PortRelay silent = new(new IPEndPoint(IPAddress.Loopback, 9));
        silent.Cut();
        using var changedMind = new CancellationTokenSource();
        Task<ITransportConnection> connecting = pair.Client.ConnectAsync(
            new ConnectOptions { EndPoint = silent.EndPoint, Check = _ => null }, changedMind.Token);
        await changedMind.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(Loopback.Patience));
    }

    [BackendFact]
    public async Task ClientWithoutDatagramsIsRefused(BackendPair pair)
    {
        CountingGate gate = new();
        await using ITransportListener listener = pair.Listen(change: options => options with { Gate = gate });
        ConnectionEnd end = await WithoutDatagrams.ConnectAsync(listener.LocalEndPoint);
        // By msquic only msquic itself can close with an error of the transport; and 8 means something else to our application.
        Assert.Equal(pair.ServerName == "msquic" ? (EndedBy.Peer, 0UL) : (EndedBy.Error, 0x08UL), (end.By, end.Code));
        Assert.Contains("datagrams (RFC 9221) are needed", end.Reason, StringComparison.Ordinal);
        Assert.Equal(0, listener.GetStatistics().Accepted);
        await listener.DisposeAsync();
        Assert.Equal((1, 0), (gate.Admitted, gate.Inside));
    }

    [BackendFact]
    public async Task ServerWithoutDatagramsIsASentence(BackendPair pair)
    {
        (EndpointThread server, IPEndPoint endPoint) = WithoutDatagrams.Listen(Loopback.Certificate);
        await using EndpointThread _ = server;
        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => pair.Client.ConnectAsync(
            new ConnectOptions { EndPoint = endPoint, Check = _ => null }, CancellationToken.None).WaitAsync(Loopback.Patience));
        Assert.Equal(TransportError.Incompatible, failure.Error);
        Assert.Contains("datagrams (RFC 9221) are needed", failure.Message, StringComparison.Ordinal);
    }
}
