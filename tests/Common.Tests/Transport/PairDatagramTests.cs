using Mcu.Common.Transport;
using Mcu.Testing.Pairs;
using Xunit;

namespace Mcu.Common.Tests.Transport;

/// <summary>Datagrams between every pair of backends: the largest, many of them, too many, and up to the very end.</summary>
public sealed class PairDatagramTests
{
    [PairFact]
    public async Task LargestFitsBothWaysAndLargerOnesAreRefused(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(listener);
        await using ITransportConnection server = await listener.Accept();
        foreach ((ITransportConnection from, ITransportConnection to) in new[] { (client, server), (server, client) })
        {
            byte[] largest = new byte[from.MaxDatagramSize];
            new Random(1).NextBytes(largest);
            Assert.InRange(largest.Length, 1_100, TransportDefaults.MaxUdpPayload);
            Assert.False(from.TrySendDatagram([]));
            Assert.False(from.TrySendDatagram(new byte[largest.Length + 1]));
            Assert.Equal(largest, await Loopback.Exchange(from, to, largest));
            Assert.Equal([7], await Loopback.Exchange(from, to, [7]));
        }
    }

    // Three at once, as a word begins, and the next three when those have come.
    [PairFact]
    public async Task BurstsArriveOneByOneAndWhole(BackendPair pair)
    {
        const int Bursts = 200;
        await using ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(listener);
        await using ITransportConnection server = await listener.Accept();
        foreach ((ITransportConnection from, ITransportConnection to) in new[] { (client, server), (server, client) })
        {
            using var arrived = new SemaphoreSlim(0);
            int inside = 0;
            int overlaps = 0;
            int wrong = 0;
            to.SetDatagramHandler((bytes, now) =>
            {
                overlaps += Interlocked.Increment(ref inside) - 1;
                wrong += bytes.Length == 100 && bytes.Count(bytes[0]) == 100 && now <= MonotonicClock.Now ? 0 : 1;
                Interlocked.Decrement(ref inside);
                arrived.Release();
            });
            for (int burst = 0; burst < Bursts; burst++)
            {
                for (int i = 0; i < 3; i++)
                {
                    byte[] datagram = new byte[100];
                    Array.Fill(datagram, (byte)((burst * 3) + i));
                    Assert.True(from.TryQueueDatagram(datagram));
                }

                listener.SendQueued();
                for (int i = 0; i < 3; i++)
                {
                    Assert.True(await arrived.WaitAsync(Loopback.Patience), $"In burst {burst} the {i + 1}. did not come.");
                }
            }

            Assert.Equal((0, 0), (overlaps, wrong));
            Assert.Equal(0, from.GetStatistics().DatagramsBlocked);
            Assert.Equal(3 * Bursts, from.GetStatistics().DatagramsSent);
            Assert.Equal(3 * Bursts, to.GetStatistics().DatagramsReceived);
        }
    }

    // Far more than the way takes: what does not fit is dropped and counted, not kept, and the next one goes through again.
    [PairFact]
    public async Task TooManyAreDroppedAndCounted(BackendPair pair)
    {
        const int Many = 50_000;
        await using ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(listener);
        await using ITransportConnection server = await listener.Accept();
        foreach ((ITransportConnection from, ITransportConnection to) in new[] { (client, server), (server, client) })
        {
            ConnectionStatistics before = from.GetStatistics();
            long receivedBefore = to.GetStatistics().DatagramsReceived;
            using var last = new SemaphoreSlim(0);
            to.SetDatagramHandler((bytes, _) =>
            {
                if (bytes.Length == 1)
                {
                    last.Release();
                }
            });
            int taken = await Task.Run(() => Enumerable.Range(0, Many).Count(_ => from.TrySendDatagram(new byte[1_000])));
            Assert.Equal(Many, taken);
            do
            {
                taken += from.TrySendDatagram([1]) ? 1 : 0;
                Assert.InRange(taken, Many, Many + 1_000);
            }
            while (!await last.WaitAsync(TimeSpan.FromMilliseconds(50)));

            ConnectionStatistics after = from.GetStatistics();
            long sent = after.DatagramsSent - before.DatagramsSent;
            long blocked = after.DatagramsBlocked - before.DatagramsBlocked;
            long received = to.GetStatistics().DatagramsReceived - receivedBefore;
            Assert.InRange(sent + blocked, taken - TransportDefaults.DatagramQueue, taken);
            Assert.True(blocked > 0, "All of them were taken, so that some waited in a queue without bound.");
            Assert.InRange(received, 1, sent);
            Assert.False(from.Ended.IsCompleted);
        }
    }

    [PairFact]
    public async Task SendingAllocatesNothing(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(listener);
        await using ITransportConnection server = await listener.Accept();
        foreach ((ITransportConnection from, ITransportConnection to) in new[] { (client, server), (server, client) })
        {
            Assert.Equal(0, await Task.Factory.StartNew(() => Allocated(from, to), TaskCreationOptions.LongRunning));
        }
    }

    // Whoever sends does not know that it is over, and must never learn it by an exception.
    [PairFact("server", "client", "listener")]
    public async Task EndWhileSomebodySendsIsOnlyAnEnd(BackendPair pair, string closes)
    {
        for (int round = 0; round < 10; round++)
        {
            await using ITransportListener listener = pair.Listen();
            await using ITransportConnection client = await pair.Connect(listener);
            await using ITransportConnection server = await listener.Accept();
            using var going = new CountdownEvent(2);
            Task[] senders = [.. new[] { client, server }.Select(end => Task.Factory.StartNew(() => SendUntilTheEnd(end, going), TaskCreationOptions.LongRunning))];
            Assert.True(await Task.Run(() => going.Wait(Loopback.Patience)));
            await (closes switch
            {
                "server" => server.CloseAsync(1, "enough"),
                "client" => client.CloseAsync(1, "enough"),
                _ => listener.DisposeAsync(),
            });
            await Task.WhenAll(senders).WaitAsync(Loopback.Patience);
            Assert.Equal(closes == "client" ? EndedBy.Us : EndedBy.Peer, (await client.Ended).By);
        }
    }

    private static void SendUntilTheEnd(ITransportConnection end, CountdownEvent going)
    {
        byte[] datagram = new byte[100];
        end.SetDatagramHandler((_, _) => { });
        for (int sent = 0; end.TrySendDatagram(datagram); sent++)
        {
            if (sent == 100)
            {
                going.Signal();
            }

            Thread.Yield();
        }
    }

    // Bytes by the calling thread, in calls that each wait for the datagram before.
    private static long Allocated(ITransportConnection from, ITransportConnection to)
    {
        const int WarmUp = 500;
        const int Measured = 500;
        byte[] datagram = new byte[100];
        int received = 0;
        to.SetDatagramHandler((_, _) => Volatile.Write(ref received, received + 1));
        long allocated = 0;
        for (int i = 0; i < WarmUp + Measured; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool taken = from.TrySendDatagram(datagram);
            allocated += i >= WarmUp ? GC.GetAllocatedBytesForCurrentThread() - before : 0;
            Assert.True(taken);
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref received) > i, Loopback.Patience), $"{i} did not come.");
        }

        return allocated;
    }
}
