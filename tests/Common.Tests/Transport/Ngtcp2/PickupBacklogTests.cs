using System.Net;
using System.Net.Sockets;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>A listener that may leave what arrives, and finds far more than it takes in at once. Waits for events only.</summary>
public sealed class PickupBacklogTests
{
    // More than a turn takes in (four looks), and less than the smallest receive buffer holds.
    private const int Many = 400;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // The listener's thread is asked before its first sleep, and stands still there until all have come.
    [Fact]
    public async Task WhatCameWhileItStoodStillIsTakenInAtOnce()
    {
        using var stands = new ManualResetEventSlim();
        using var goesOn = new ManualResetEventSlim();
        ITransportListener? asking = null;
        int amidst = 0;
        await using ITransportListener listener = Ngtcp2Transport.Load().Listen(new ListenOptions
        {
            EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
            Certificate = TestCertificates.Create(),
            NextPickup = now =>
            {
                if (!goesOn.IsSet)
                {
                    stands.Set();
                    goesOn.Wait(s_patience);
                    return 0;
                }

                amidst += asking!.GetStatistics().PacketsReceived is > 0 and < Many ? 1 : 0;
                return now + Pickup.Period;
            },
        });
        Assert.True(await Task.Run(() => stands.Wait(s_patience)));
        asking = listener;
        using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (int i = 0; i < Many; i++)
        {
            sender.SendTo([0], listener.LocalEndPoint);
        }

        goesOn.Set();
        Assert.True(await Task.Run(() => SpinWait.SpinUntil(() => listener.GetStatistics().PacketsReceived == Many, s_patience)));
        Assert.Equal(0, Volatile.Read(ref amidst));
    }
}
