using System.Collections.Concurrent;
using System.Net;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>A listener that leaves what arrives in its socket, over real sockets on loopback. Waits for events only.</summary>
public sealed class PickupThreadTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public async Task WhatWasLeftIsStampedWithItsArrival(string address)
    {
        await using ITransportListener listener = Listen(address);
        IPAddress reached = address.Contains(':') ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        await using ITransportConnection client = await Ngtcp2Transport.Load()
            .ConnectAsync(
                new ConnectOptions { EndPoint = new IPEndPoint(reached, listener.LocalEndPoint.Port), Check = _ => null },
                CancellationToken.None)
            .WaitAsync(s_patience);
        await using ITransportConnection server = await listener.AcceptAsync(CancellationToken.None);
        BlockingCollection<(byte Number, long Arrived, long Heard)> heard = [];
        server.SetDatagramHandler((datagram, arrived) => heard.Add((datagram[0], arrived, MonotonicClock.Now)));

        long last = 0;
        for (byte i = 0; i < 20; i++)
        {
            long sent = MonotonicClock.Now;
            Assert.True(client.TrySendDatagram([i]));
            (byte number, long arrived, long handled) = await Task.Run(() => Take(heard));
            Assert.Equal(i, number);
            Assert.InRange(arrived, sent, handled);
            Assert.True(arrived >= last, "The time of arrival went back.");
            last = arrived;
        }
    }

    [Fact]
    public async Task WhoAsksForWhatHasArrivedIsGivenIt()
    {
        await using ITransportListener listener = Listen("127.0.0.1");
        long asked = MonotonicClock.Now;
        Assert.True(await Task.Run(() => SpinWait.SpinUntil(() => listener.TryTakeIn(asked), s_patience)));
    }

    private static (byte Number, long Arrived, long Heard) Take(BlockingCollection<(byte Number, long Arrived, long Heard)> heard)
    {
        Assert.True(heard.TryTake(out (byte Number, long Arrived, long Heard) one, s_patience));
        return one;
    }

    private static ITransportListener Listen(string address) => Ngtcp2Transport.Load().Listen(new ListenOptions
    {
        EndPoint = new IPEndPoint(IPAddress.Parse(address), 0),
        Certificate = TestCertificates.Create(),
        NextPickup = static now => now + Pickup.Period,
    });
}
