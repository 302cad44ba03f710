using System.Collections.Concurrent;
using System.Net;
using Mcu.Common.Transport.MsQuic.Interop;

namespace Mcu.Common.Transport.MsQuic;

// Whom the listener takes in. Asked on msquic's threads, when a newcomer's first flight is complete and nothing has been answered yet.
internal sealed unsafe partial class MsQuicListener
{
    private readonly ConcurrentDictionary<MsQuicConnection, byte> _connections = new();
    private readonly ulong[] _countersBefore = new ulong[LibMsQuic.PerfCounters];
    private readonly Lock _gate = new();
    private int _isClosing;
    private int _present;
    private int _handshaking;
    private long _taken;
    private long _refused;

    public ListenerStatistics GetStatistics()
    {
        Span<ulong> counters = stackalloc ulong[LibMsQuic.PerfCounters];
        _library.ReadCounters(counters);
        return new ListenerStatistics
        {
            PacketsReceived = Since(counters, LibMsQuic.QUIC_PERF_COUNTER_UDP_RECV),
            PacketsIgnored = Since(counters, LibMsQuic.QUIC_PERF_COUNTER_PKTS_DROPPED),
            Accepted = Volatile.Read(ref _taken),
            Refused = Volatile.Read(ref _refused),
            Retries = Since(counters, LibMsQuic.QUIC_PERF_COUNTER_SEND_STATELESS_RETRY),
            StatelessResets = Since(counters, LibMsQuic.QUIC_PERF_COUNTER_SEND_STATELESS_RESET),
        };
    }

    /// <summary>From native code.</summary>
    internal int HandleNewConnection(nint listener, nint context, QuicListenerEvent* @event)
    {
        IPEndPoint remote = QuicAddress.Read(new ReadOnlySpan<byte>(@event->Info->RemoteAddress, QuicAddress.Length));
        MsQuicConnection connection = new(_library, remote, this);
        nint handle = @event->Connection;
        if (Enter(connection, remote.Address) is { } refusal)
        {
            Interlocked.Increment(ref _refused);
            Refusal.Prepare(_library, handle, refusal);
            return QuicStatus.ConnectionRefused;
        }

        NativeCallbacks.Add(handle, connection);
        int status = _library.HandOn(listener, context, @event);
        if (QuicStatus.Failed(status))
        {
            NativeCallbacks.Remove(handle, connection);
            HandleGone(connection);
            connection.Abandon();
        }
        else
        {
            // Before anything can happen to it: this is the thread that everything will happen on.
            _library.PutInFront(NativeCallbacks.Connection, handle);
        }

        return status;
    }

    /// <summary>From native code.</summary>
    internal void HandshakeOver(bool succeeded)
    {
        Interlocked.Decrement(ref _handshaking);
        Interlocked.Increment(ref succeeded ? ref _taken : ref _refused);
    }

    /// <summary>From native code: the last that is heard of it.</summary>
    internal void HandleGone(MsQuicConnection connection)
    {
        if (!connection.IsConnected)
        {
            HandshakeOver(succeeded: false);
        }

        Interlocked.Decrement(ref _present);
        ReleaseAdmission(connection);
        _ = connection.Gone.ContinueWith(
            _ => _connections.TryRemove(connection, out byte _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <returns>Null where it is taken in, or the sentence to refuse it with.</returns>
    private string? Enter(MsQuicConnection connection, IPAddress address)
    {
        if (Volatile.Read(ref _isClosing) != 0)
        {
            return "the server is being stopped";
        }

        string? refusal;
        if (Interlocked.Increment(ref _present) > _options.MaxConnections)
        {
            refusal = "the server is full";
        }
        else
        {
            refusal = Interlocked.Increment(ref _handshaking) > _options.MaxHalfOpen
                ? "too many are connecting at this moment"
                : Admit(connection, address);
            if (refusal is null)
            {
                _connections.TryAdd(connection, 0);
                return null;
            }

            Interlocked.Decrement(ref _handshaking);
        }

        Interlocked.Decrement(ref _present);
        return refusal;
    }

    private string? Admit(MsQuicConnection connection, IPAddress address)
    {
        if (_options.Gate is not { } gate)
        {
            return null;
        }

        string? refusal;
        lock (_gate)
        {
            refusal = gate.Admit(address, MonotonicClock.Now);
        }

        connection.AdmittedFrom = refusal is null ? address : null;
        return refusal;
    }

    private void ReleaseAdmission(MsQuicConnection connection)
    {
        if (connection.AdmittedFrom is { } address)
        {
            connection.AdmittedFrom = null;
            lock (_gate)
            {
                _options.Gate!.Release(address);
            }
        }
    }

    private long Since(ReadOnlySpan<ulong> counters, int which) => (long)(counters[which] - _countersBefore[which]);
}
