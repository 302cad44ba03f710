using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static Mcu.Common.Transport.Ngtcp2.Interop.LibC;

namespace Mcu.Common.Transport.Ngtcp2;

// Gives an endpoint its socket, its clock and its thread. Each pass: take in what has arrived, let the endpoint write what is due,
// send that in as few system calls as possible, sleep until something happens. Endpoints share nothing, so several of them, each
// with a thread and a socket of its own (SO_REUSEPORT), can serve one port.
internal sealed class EndpointThread : IPacketOutput, IAsyncDisposable
{
    /// <summary>Batches taken in before answers go out: enough to keep up, few enough not to keep speech waiting.</summary>
    private const int BatchesPerPass = 4;

    /// <summary>
    /// How long packets may be taken in before speech that waits goes out: a tenth of a frame. Packets of connections take
    /// microseconds each; those of newcomers, with their handshakes and refusals, up to a thousand times that.
    /// </summary>
    private const long SpeechMayWait = 2 * MonotonicClock.Millisecond;

    /// <summary>
    /// How often a close is said again before the socket goes, since nobody will be there to say it when asked. A peer that
    /// missed it would keep a ghost until its idle timeout. Arbitrary: 10 % loss twice more is one ghost in a thousand.
    /// </summary>
    private const int LastWords = 2;
    private const int LastWordsApartMs = 10;

    private readonly Endpoint _endpoint;
    private readonly UdpSocket _socket;
    private readonly bool _isConnected;
    private readonly long _gather;
    private readonly Pickup? _pickup;
    private readonly UdpBatch _in = new();
    private readonly UdpBatch _out = new();
    private readonly SafeFileHandle _wakeUp; // Left to its finalizer: another thread may be about to write to it.
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private long _latest = long.MinValue; // the last time that the endpoint was told; it never goes back
    private int _outCount;
    private volatile bool _stopWanted;

    /// <param name="endpoint">The thread's from now on, the socket too.</param>
    /// <param name="socket">Bound or connected.</param>
    /// <param name="isConnected">Whether all packets go to one place.</param>
    /// <param name="name">The thread's.</param>
    /// <param name="gather">Nanoseconds that packets are left to gather once one has come; what is to be sent does not wait.</param>
    /// <param name="nextPickup">Up to when what arrives may be left in a socket that tells of each packet when it came; null for not at all.</param>
    internal EndpointThread(
        Endpoint endpoint, UdpSocket socket, bool isConnected, string name, long gather = 0, Func<long, long>? nextPickup = null)
    {
        _endpoint = endpoint;
        _socket = socket;
        _isConnected = isConnected;
        _gather = gather;
        _pickup = nextPickup is null || !socket.TellsArrival ? null : new Pickup(nextPickup);
        Bound = NativeAddress.From(socket.LocalEndPoint);
        _wakeUp = new SafeFileHandle(eventfd(0, EFD_CLOEXEC_NONBLOCK), ownsHandle: true);
        if (_wakeUp.IsInvalid)
        {
            int error = Marshal.GetLastPInvokeError();
            endpoint.Dispose();
            socket.Dispose();
            _in.Dispose();
            _out.Dispose();
            throw new TransportException(
                TransportError.Native, $"The system gives no event descriptor: {Marshal.GetPInvokeErrorMessage(error)} ({error}).");
        }

        endpoint.Wake = Wake;
        _thread = new Thread(Run) { Name = name, IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>Our end of every packet's way, where packets do not tell.</summary>
    internal NativeAddress Bound { get; }

    /// <summary>Completes when the thread has ended and the port is free; faulted where a defect of ours ended it.</summary>
    internal Task Stopped => _stopped.Task;

    /// <summary>Any thread: whether all that had arrived by then was taken in; where not, it is now.</summary>
    internal bool TryTakeIn(long arrived)
    {
        bool mustWake = false;
        bool has = _pickup is not { } pickup || pickup.HasTakenIn(arrived, out mustWake);
        if (mustWake)
        {
            Wake();
        }

        return has;
    }

    /// <summary>Closes what is still open with code 0, and ends the thread and everything that is its own.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopWanted = true;
        Wake();
        await _stopped.Task.ConfigureAwait(false);
    }

    Span<byte> IPacketOutput.GetBuffer() => _out.Buffer(_outCount);

    void IPacketOutput.Commit(int length, in NetworkPath path)
    {
        _out.Address(_outCount, length, path, _socket.TellsLocalAddress, _isConnected);
        if (++_outCount == UdpBatch.Capacity)
        {
            SendBatch();
        }
    }

    private void Run()
    {
        Exception? defect = null;
        try
        {
            while (!_stopWanted)
            {
                Pass();
                Sleep();
            }

            _endpoint.CloseAll("the endpoint was closed");
            Pass();
            for (int i = 0; i < LastWords && _endpoint.SayCloseAgain(); i++)
            {
                Thread.Sleep(LastWordsApartMs);
                Pass();
            }
        }
        catch (Exception exception)
        {
            // A defect of ours. Whoever waits for a connection is told, and whoever disposes the endpoint.
            defect = exception;
        }

        _endpoint.Wake = null;
        _endpoint.Dispose();
        _socket.Dispose();
        _in.Dispose();
        _out.Dispose();
        // Last: whoever was waiting may want the port again.
        if (defect is null)
        {
            _stopped.TrySetResult();
        }
        else
        {
            _stopped.TrySetException(defect);
        }
    }

    private void Pass()
    {
        int packets = 0;
        long looked = 0;
        bool hasMore = true;
        for (int batch = 0; batch < BatchesPerPass && hasMore; batch++)
        {
            looked = MonotonicClock.Now;
            int count = _in.Receive(_socket.Handle);
            if (count < 0)
            {
                HandleNetworkError(-count);
                continue;
            }

            TakeIn(count);
            packets += count;
            hasMore = count == UdpBatch.Capacity;
        }

        _pickup?.Took(packets, looked, hasMore);
        SendOut(MonotonicClock.Now);
    }

    private void TakeIn(int count)
    {
        // Their times of arrival, as far as the socket tells; never back behind what the endpoint was told before.
        // The wall clock is read first: what comes between makes an arrival later, and never earlier than it was.
        long wall = _pickup is null ? 0 : WallNow;
        long taken = MonotonicClock.Now;
        long clocks = wall - taken;
        long sent = taken;
        for (int i = 0; i < count; i++)
        {
            if (i % Endpoint.PreloadCount == 0)
            {
                Announce(i, Math.Min(i + Endpoint.PreloadCount, count));
            }

            ReadOnlySpan<byte> packet = _in.Packet(i);
            NetworkPath path = _in.Path(i, Bound);
            if (_isConnected && path.Remote.Length == 0)
            {
                continue;
            }

            long arrived = _in.Stamp(i) is > 0 and var stamp ? Math.Min(stamp - clocks, taken) : taken;
            _latest = Math.Max(_latest, arrived);
            _endpoint.Receive(path, packet, _latest, this);
            long now = MonotonicClock.Now;
            if (now - sent > SpeechMayWait)
            {
                SendOut(now);
                sent = now;
            }
        }
    }

    private void Announce(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            _endpoint.Expect(_in.Packet(i));
        }

        _endpoint.Preload();
    }

    // Nanoseconds of the clock that arrivals are stamped by. Somebody may set it; what comes of that is bounded by the other clock.
    private static long WallNow => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;

    private void SendOut(long now)
    {
        _latest = now;
        _endpoint.Flush(now, this);
        SendBatch();
    }

    private void HandleNetworkError(int error)
    {
        // Only a connected socket is told that nobody listens. All other errors are the network's moods: QUIC survives them.
        if (error == ECONNREFUSED && _isConnected)
        {
            _endpoint.PortUnreachable();
        }
    }

    private void SendBatch()
    {
        int first = 0;
        bool mayWait = true;
        while (first < _outCount)
        {
            int sent = _out.Send(_socket.Handle, first, _outCount - first);
            if (sent > 0)
            {
                first += sent;
            }
            else if (sent == -EAGAIN && mayWait)
            {
                // Once per batch: a queue that stays full must not hold up what comes in by the whole batch's waits.
                mayWait = WaitForRoom();
            }
            else if (sent != -EINTR)
            {
                HandleNetworkError(-sent);
                // This packet cannot go (no route, too large, the queue stays full). It counts as lost on the way.
                first++;
            }
        }

        _outCount = 0;
    }

    private unsafe bool WaitForRoom()
    {
        pollfd poll = new() { fd = (int)_socket.Handle.DangerousGetHandle(), events = POLLOUT };
        return Poll(&poll, 1, 2 * MonotonicClock.Millisecond) > 0;
    }

    private unsafe void Sleep()
    {
        long wait = _endpoint.NextDeadline;
        long now = MonotonicClock.Now;
        wait = wait == long.MaxValue ? wait : wait - now;

        if (wait <= 0 || !_endpoint.TryRest())
        {
            return;
        }

        pollfd* polls = stackalloc pollfd[2];
        polls[0] = new pollfd { fd = (int)_wakeUp.DangerousGetHandle(), events = POLLIN };
        polls[1] = new pollfd { fd = (int)_socket.Handle.DangerousGetHandle(), events = POLLIN };
        long left = (_pickup?.LeaveUntil(_endpoint.HasNewcomers, now) ?? 0) - now;
        int ready = left > 0 ? Poll(polls, 1, Math.Min(left, wait)) : Poll(polls, 2, wait);
        if (ready > 0 && polls[0].revents == 0 && _gather > 0)
        {
            ready = Poll(polls, 1, Math.Min(_gather, wait));
        }

        _endpoint.Rise();
        if (ready > 0 && polls[0].revents != 0)
        {
            ulong count;
            _ = read(_wakeUp, &count, sizeof(ulong));
        }
    }

    private static unsafe int Poll(pollfd* polls, nuint count, long wait)
    {
        timespec timeout = new()
        {
            tv_sec = (nint)(wait / MonotonicClock.Second),
            tv_nsec = (nint)(wait % MonotonicClock.Second),
        };
        return ppoll(polls, count, wait == long.MaxValue ? null : &timeout, null);
    }

    private unsafe void Wake()
    {
        ulong one = 1;
        _ = write(_wakeUp, &one, sizeof(ulong));
    }
}
