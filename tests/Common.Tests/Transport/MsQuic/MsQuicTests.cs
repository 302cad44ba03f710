using System.Net;
using Mcu.Common.Transport;
using Mcu.Common.Transport.MsQuic;
using Mcu.Common.Transport.MsQuic.Interop;
using Mcu.Testing.Pairs;
using Xunit;

namespace Mcu.Common.Tests.Transport.MsQuic;

/// <summary>What is msquic's own: buffers, threads, callbacks, and what is left when all is over.</summary>
public sealed class MsQuicTests
{
    private static readonly ITransport s_transport = Backend.Named("msquic").Missing is null ? MsQuicTransport.Load() : Backend.InMemory.Transport;

    [Fact]
    public void WhatIsMissingIsSaid()
    {
        if (Backend.Named("msquic").Missing is { } sentence)
        {
            Assert.Contains("install libmsquic", sentence, StringComparison.Ordinal);
        }
        else
        {
            Assert.Matches(@"^msquic 2\.\d+\.\d+, (OpenSSL|Schannel)$", s_transport.Library);
        }
    }

    // msquic's thread for the connection is in our handler, so that it sends nothing meanwhile.
    [MsQuicFact]
    public async Task WhatLiesWithMsquicIsBoundedAndTheRestCounted()
    {
        await using Pair pair = await Pair.Open();
        TaskCompletionSource<int> taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        pair.Server.SetDatagramHandler((_, _) => taken.TrySetResult(Enumerable.Range(0, 10).Count(i => pair.Server.TrySendDatagram([(byte)i]))));
        var received = new List<byte>();
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        pair.Client.SetDatagramHandler((bytes, _) =>
        {
            received.Add(bytes[0]);
            if (received.Count == TransportDefaults.DatagramQueue)
            {
                all.TrySetResult();
            }
        });
        Assert.True(pair.Client.TrySendDatagram([1]));
        Assert.Equal(10, await taken.Task.WaitAsync(Loopback.Patience));
        await all.Task.WaitAsync(Loopback.Patience);
        Assert.Equal<byte>([0, 1, 2, 3], received.Order());
        Assert.Equal(10 - TransportDefaults.DatagramQueue, pair.Server.GetStatistics().DatagramsBlocked);
        Assert.Equal(TransportDefaults.DatagramQueue, pair.Server.GetStatistics().DatagramsSent);
    }

    [MsQuicFact]
    public async Task NothingIsAllocatedPerDatagram()
    {
        const int Count = 2_000;
        await using Pair pair = await Pair.Open();
        using SemaphoreSlim arrived = new(0);
        long allocatedBefore = 0;
        long allocated = 0;
        int received = 0;
        int thread = 0;
        pair.Server.SetDatagramHandler((_, _) =>
        {
            // All that happened between two datagrams on msquic's thread, which may be another one now and then.
            long present = GC.GetAllocatedBytesForCurrentThread();
            bool isSameThread = thread == Environment.CurrentManagedThreadId;
            allocated += received++ > Count / 2 && isSameThread ? present - allocatedBefore : 0;
            thread = Environment.CurrentManagedThreadId;
            arrived.Release();
            allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        });
        byte[] datagram = new byte[100];
        long sending = 0;
        for (int i = 0; i < Count; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(pair.Client.TrySendDatagram(datagram));
            sending += i > Count / 2 ? GC.GetAllocatedBytesForCurrentThread() - before : 0;
            Assert.True(arrived.Wait(Loopback.Patience));
        }

        Assert.Equal((0, 0), (sending, allocated));
        Assert.Equal(0, pair.Client.GetStatistics().DatagramsBlocked);
    }

    [MsQuicFact]
    public async Task ConnectionMayCloseWhileItIsBeingSentOn()
    {
        for (int round = 0; round < 30; round++)
        {
            await using Pair pair = await Pair.Open();
            byte[] datagram = new byte[200];
            Task[] senders = [.. new[] { pair.Client, pair.Server }.Select(from => Task.Factory.StartNew(
                () =>
                {
                    while (from.TrySendDatagram(datagram))
                    {
                    }
                },
                TaskCreationOptions.LongRunning))];
            await ((round & 1) == 0 ? pair.Client : pair.Server).CloseAsync(3, "while sending");
            await Task.WhenAll(senders).WaitAsync(Loopback.Patience);
            foreach (MsQuicConnection connection in new[] { pair.Client, pair.Server })
            {
                await connection.Gone.WaitAsync(Loopback.Patience);
                Assert.Equal(DatagramSlots.Count, connection.FreeSlots);
            }
        }
    }

    [MsQuicFact]
    public async Task HandlerThatThrowsEndsItsOwnConnectionOnly()
    {
        await using Pair pair = await Pair.Open();
        await using Pair other = await Pair.Open();
        pair.Server.SetDatagramHandler((_, _) => throw new InvalidOperationException("a defect"));
        Assert.True(pair.Client.TrySendDatagram([1]));
        Assert.Equal(new ConnectionEnd(EndedBy.Error, 0, "a defect"), await pair.Server.Ended.WaitAsync(Loopback.Patience));
        Assert.Equal(EndedBy.Peer, (await pair.Client.Ended.WaitAsync(Loopback.Patience)).By);
        Assert.Equal([1], await Loopback.Exchange(other.Client, other.Server, [1]));
    }

    // Events of msquic's for a connection that all is over with, as a late or repeated one would be.
    [MsQuicFact]
    public async Task EventAfterTheEndFindsNobody()
    {
        Pair pair = await Pair.Open();
        int calls = 0;
        pair.Server.SetDatagramHandler((_, _) => calls++);
        nint handle = pair.Server.Handle;
        Assert.Same(pair.Server, NativeCallbacks.Find(handle));
        await pair.DisposeAsync();
        Assert.Null(NativeCallbacks.Find(handle));
        Raise(handle, QUIC_CONNECTION_EVENT_TYPE.DATAGRAM_RECEIVED);
        Raise(handle, QUIC_CONNECTION_EVENT_TYPE.DATAGRAM_STATE_CHANGED);
        Raise(handle, QUIC_CONNECTION_EVENT_TYPE.DATAGRAM_SEND_STATE_CHANGED);
        Assert.Equal(0, calls);
        Assert.False(pair.Server.TrySendDatagram([1]));
        Assert.False(pair.Client.TryQueueDatagram([1]));
        _ = pair.Server.GetStatistics();
        await pair.Server.CloseAsync(1, "again");
    }

    [MsQuicFact]
    public async Task NothingIsLeftOfManyConnections()
    {
        await using ITransportListener listener = s_transport.Listen(Pair.Options);
        await using ITransportClients clients = MsQuicTransport.OpenClients(listener.LocalEndPoint);
        var all = new List<MsQuicConnection>();
        for (int i = 0; i < 20; i++)
        {
            all.Add((MsQuicConnection)await clients.ConnectAsync(Pair.To(listener), CancellationToken.None));
            all.Add((MsQuicConnection)await listener.Accept());
        }

        Assert.Equal([5], await Loopback.Exchange(all[0], all[1], [5]));
        nint[] handles = [.. all.Select(connection => connection.Handle)];
        Assert.All(all, connection => Assert.Same(connection, NativeCallbacks.Find(connection.Handle)));
        await clients.DisposeAsync();
        await Task.WhenAll(all.Select(connection => connection.Gone)).WaitAsync(Loopback.Patience);
        Assert.Equal(20, listener.GetStatistics().Accepted);
        Assert.DoesNotContain(handles, handle => all.Contains(NativeCallbacks.Find(handle)!));
        Assert.True(listener.GetStatistics().PacketsReceived > 0);

        await Assert.ThrowsAsync<TransportException>(() => clients.ConnectAsync(Pair.To(listener), CancellationToken.None));
    }

    // The peer may close at the same moment, before or after the streams that a close of ours goes by have started.
    [MsQuicFact]
    public async Task BothMayCloseAtOnce()
    {
        for (int round = 0; round < 30; round++)
        {
            await using Pair pair = await Pair.Open();
            await Task.WhenAll(
                Task.Run(() => pair.Client.CloseAsync(1, "client").AsTask()), Task.Run(() => pair.Server.CloseAsync(2, "server").AsTask()));
            await Task.WhenAll(pair.Client.Gone, pair.Server.Gone).WaitAsync(Loopback.Patience);
            ConnectionEnd[] ends = [await pair.Client.Ended, await pair.Server.Ended];
            Assert.Contains(ends[0], new ConnectionEnd[] { new(EndedBy.Us, 1, "client"), new(EndedBy.Peer, 2, "server") });
            Assert.Contains(ends[1], new ConnectionEnd[] { new(EndedBy.Us, 2, "server"), new(EndedBy.Peer, 1, "client") });
        }

        Assert.Equal(0, CloseErrand.UnderWay);
    }

    // The reason is added on msquic's thread, behind what waits there; there may be much.
    [MsQuicFact]
    public async Task ReasonArrivesHoweverMuchWasWrittenBefore()
    {
        for (int round = 0; round < 30; round++)
        {
            await using Pair pair = await Pair.Open();
            Stream mine = await pair.Client.GetControlStreamAsync(CancellationToken.None);
            await mine.WriteAsync(new byte[1]);
            Stream theirs = await pair.Server.GetControlStreamAsync(CancellationToken.None).AsTask().WaitAsync(Loopback.Patience);
            await theirs.WriteAsync(new byte[1 + (round * 500)]);
            _ = pair.Server.TrySendDatagram([1]);
            await pair.Server.CloseAsync(9, "and out");
            Assert.Equal(new ConnectionEnd(EndedBy.Peer, 9, "and out"), await pair.Client.Ended.WaitAsync(Loopback.Patience));
        }
    }

    private static unsafe void Raise(nint handle, QUIC_CONNECTION_EVENT_TYPE type)
    {
        byte payload = 1;
        QuicBuffer buffer = new() { Length = 1, Buffer = &payload };
        QuicConnectionEvent raised = default;
        raised.Type = type;
        raised.Datagram = &buffer;
        Assert.Equal(
            QuicStatus.Success,
            ((delegate* unmanaged[Cdecl]<nint, nint, QuicConnectionEvent*, int>)NativeCallbacks.Connection)(handle, 0, &raised));
    }

    private sealed record Pair(ITransportListener Listener, MsQuicConnection Client, MsQuicConnection Server) : IAsyncDisposable
    {
        internal static ListenOptions Options => new()
        {
            EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
            Certificate = Loopback.Certificate,
        };

        internal static ConnectOptions To(ITransportListener listener) => new() { EndPoint = listener.LocalEndPoint, Check = _ => null };

        internal static async Task<Pair> Open()
        {
            ITransportListener listener = s_transport.Listen(Options);
            ITransportConnection client = await s_transport.ConnectAsync(To(listener), CancellationToken.None);
            return new Pair(listener, (MsQuicConnection)client, (MsQuicConnection)await listener.Accept());
        }

        public async ValueTask DisposeAsync()
        {
            await Client.DisposeAsync();
            await Listener.DisposeAsync();
            await Client.Gone;
        }
    }
}
