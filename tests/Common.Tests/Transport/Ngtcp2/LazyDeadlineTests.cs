using System.Net;
using Mcu.Common.Transport.Ngtcp2;
using Mcu.Common.Transport.Ngtcp2.Interop;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>
/// A connection does not ask ngtcp2 for its next deadline after every datagram: whatever happens to it, it must not miss one. In
/// virtual time, with everything that sets deadlines: losses, cuts, moves of the client, new keys, silence, and the control stream.
/// </summary>
public sealed class LazyDeadlineTests
{
    // Acknowledgements are held for so long.
    private const long Held = 100 * MonotonicClock.Millisecond;

    [Theory]
    [InlineData(0.2, 0, 0)]
    [InlineData(10, 0, 0.05)]
    [InlineData(30, 20, 0.2)]
    [InlineData(150, 40, 0.1)]
    public async Task NoDeadlineIsMissed(double oneWayMs, double jitterMs, double loss)
    {
        for (int seed = 1; seed <= 15; seed++)
        {
            // Nobody need wake for the end of the pause after what was sent (pacing), which is shorter than a round trip.
            long pause = (long)((1 + (2 * (oneWayMs + jitterMs))) * MonotonicClock.Millisecond);
            var random = new Random(seed);
            using VirtualNetwork network = new(seed) { Way = new WayRules { OneWayMs = oneWayMs, JitterMs = jitterMs } };
            (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
            Stream control = await client.GetControlStreamAsync(CancellationToken.None);
            WayRules way = network.Way with { Loss = loss };
            long cutUntil = 0;
            network.Way = way with { Blackhole = now => now < cutUntil };
            Task writing = Task.CompletedTask;
            bool[] talks = [true, true];
            for (int frame = 0; frame < 1_000; frame++)
            {
                int chance = random.Next(100);
                talks[0] ^= chance is 0 or 1;
                talks[1] ^= chance is 1 or 2;
                cutUntil = chance == 3 && random.Next(4) == 0 ? network.Now + (random.Next(1, 3_000) * MonotonicClock.Millisecond) : cutUntil;
                network.ClientAddress = chance == 4 && random.Next(3) == 0
                    ? new IPEndPoint(network.ClientAddress.Address, random.Next(40_000, 60_000))
                    : network.ClientAddress;
                _ = chance switch
                {
                    5 => client.TryUpdateKeys(network.Now),
                    6 => server.TryUpdateKeys(network.Now),
                    _ => false,
                };
                if (chance == 7 && writing.IsCompleted)
                {
                    writing = control.WriteAsync(new byte[random.Next(1, 3_000)]).AsTask();
                }

                Send(client, talks[0], random);
                Send(server, talks[1], random);
                for (int step = 0; step < 4; step++)
                {
                    network.Drive(0.005);
                    AssertWakesInTime(client, network.Now, pause, $"client, seed {seed}, frame {frame}");
                    AssertWakesInTime(server, network.Now, pause, $"server, seed {seed}, frame {frame}");
                }
            }
        }
    }

    private static void Send(Ngtcp2Connection from, bool talks, Random random)
    {
        if (talks)
        {
            from.TrySendDatagram(new byte[random.Next(1, 300)]);
        }
    }

    private static void AssertWakesInTime(Ngtcp2Connection connection, long now, long pause, string who)
    {
        if (connection.Ended.IsCompleted)
        {
            return;
        }

        ulong expiry = LibNgtcp2.ngtcp2_conn_get_expiry(connection.NativeHandle);
        if (expiry > (ulong)(now + pause))
        {
            Assert.True(
                connection.NextWake <= (long)Math.Min(expiry, long.MaxValue - Held) + Held,
                $"{who}: ngtcp2 wants to be woken in {(long)expiry - now} ns, and is in {connection.NextWake - now}.");
        }
    }
}
