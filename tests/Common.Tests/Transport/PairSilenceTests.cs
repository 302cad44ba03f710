using Mcu.Common.Transport;
using Mcu.Testing.Pairs;
using Xunit;

namespace Mcu.Common.Tests.Transport;

/// <summary>
/// Silence between every pair of backends: when it ends a connection, and when not. Idle timeouts are the only clock: what is to
/// last longer than one is looked at when another connection has ended by a longer one.
/// </summary>
public sealed class PairSilenceTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_longer = TimeSpan.FromSeconds(4);

    // The shorter one of the two ends counts (RFC 9000 §10.1).
    [PairFact("server", "client")]
    public async Task WhoIsGoneWithoutAWordIsMissedAfterTheIdleTimeout(BackendPair pair, string whose)
    {
        CountingGate gate = new();
        await using ITransportListener listener = pair.Listen(change: options => options with
        {
            IdleTimeout = whose == "server" ? s_short : options.IdleTimeout,
            Gate = gate,
        });
        using PortRelay relay = new(listener.LocalEndPoint);
        await using ITransportConnection client = await pair.Connect(
            relay, options => options with { IdleTimeout = whose == "client" ? s_short : options.IdleTimeout });
        await using ITransportConnection server = await listener.Accept();
        Stream mine = await client.GetControlStreamAsync(CancellationToken.None);
        Assert.Equal([1], await Loopback.Exchange(client, server, [1]));
        relay.Cut();
        Assert.Equal(EndedBy.IdleTimeout, (await client.Ended.WaitAsync(Loopback.Patience)).By);
        Assert.Equal(EndedBy.IdleTimeout, (await server.Ended.WaitAsync(Loopback.Patience)).By);
        Assert.False(client.TrySendDatagram([1]));
        Assert.False(server.TrySendDatagram([1]));
        TransportException lost = await Assert.ThrowsAsync<TransportException>(
            () => mine.ReadAsync(new byte[1]).AsTask().WaitAsync(Loopback.Patience));
        Assert.Equal(EndedBy.IdleTimeout, lost.End!.By);
        await listener.DisposeAsync();
        Assert.Equal((1, 0), (gate.Admitted, gate.Inside));
    }

    [PairFact]
    public async Task ConnectionWithNothingToSayIsKeptAlive(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen(change: options => options with { IdleTimeout = s_short });
        await using ITransportConnection client = await pair.Connect(listener);
        await using ITransportConnection server = await listener.Accept();
        await WaitLonger(pair);
        Assert.False(client.Ended.IsCompleted || server.Ended.IsCompleted);
        Assert.Equal([1], await Loopback.Exchange(server, client, [1]));
    }

    // The client alone: a server with many of them would send as much again.
    [PairFact]
    public async Task KeepAliveIsAsOftenAsAskedFor(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(
            listener, options => options with { KeepAlive = TimeSpan.FromMilliseconds(300) });
        await using ITransportConnection server = await listener.Accept();
        await WaitLonger(pair);
        long before = MonotonicClock.Now - MonotonicClock.Second;
        Assert.InRange(client.GetStatistics().LastReceivedAt, before, MonotonicClock.Now);
        Assert.InRange(server.GetStatistics().LastReceivedAt, before, MonotonicClock.Now);
    }

    // Until a connection that is cut off has ended by the longer timeout.
    private static async Task WaitLonger(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        using PortRelay relay = new(listener.LocalEndPoint);
        await using ITransportConnection clock = await pair.Connect(relay, options => options with { IdleTimeout = s_longer });
        relay.Cut();
        Assert.Equal(EndedBy.IdleTimeout, (await clock.Ended.WaitAsync(Loopback.Patience)).By);
    }
}
