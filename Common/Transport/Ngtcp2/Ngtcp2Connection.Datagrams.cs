using Mcu.Common.Buffers;
using Mcu.Common.Transport.Ngtcp2.Interop;

namespace Mcu.Common.Transport.Ngtcp2;

// Datagrams (RFC 9221): a ring of the newest few from the sender's thread to the endpoint's, and the one that is being sent. Those of
// a batch go past it, unless they have to wait: then they stand behind all that is in the ring by then, in a backlog.
internal sealed partial class Ngtcp2Connection
{
    private static readonly DatagramHandler s_ignore = static (_, _) => { };
    private static readonly long s_maxAge = (long)TransportDefaults.DatagramMaxAge.TotalNanoseconds;
    private static readonly long s_probe = (long)TransportDefaults.DatagramProbe.TotalNanoseconds;
    private static readonly long s_patience = (long)TransportDefaults.DatagramPatience.TotalNanoseconds;

    private readonly PacketRing _sendRing = new(TransportDefaults.DatagramQueue, TransportDefaults.MaxUdpPayload);
    private readonly byte[] _datagram = new byte[TransportDefaults.MaxUdpPayload];
    private bool _mayWait; // false: the ring is empty, and need not be looked at
    private PacketRing? _backlog; // the endpoint's, made when first needed: in an overload, or for what comes while a connection begins
    private bool _hasBacklog; // false: it is empty, and need not be looked at
    private DatagramHandler _receive = s_ignore;
    private int _datagramLength;
    private long _datagramStamp;
    private long _unansweredSince = long.MaxValue;
    private long _datagramSentAt;
    private long _datagramsReceived;
    private long _datagramsSent;
    private long _datagramsLost;
    private long _datagramsBlocked;
    private long _overtaken;

    /// <inheritdoc/>
    public void SetDatagramHandler(DatagramHandler handler) => Volatile.Write(ref _receive, handler);

    /// <inheritdoc/>
    public bool TrySendDatagram(ReadOnlySpan<byte> datagram)
    {
        bool taken = TryLeave(datagram);
        if (taken)
        {
            _endpoint.Request(this);
        }

        return taken;
    }

    /// <inheritdoc/>
    public bool TryQueueDatagram(ReadOnlySpan<byte> datagram)
    {
        bool taken = TryLeave(datagram);
        if (taken)
        {
            _endpoint.Enqueue(this);
        }

        return taken;
    }

    private bool TryLeave(ReadOnlySpan<byte> datagram)
    {
        if (datagram.IsEmpty || datagram.Length > MaxDatagramSize || Volatile.Read(ref _isEnded))
        {
            return false;
        }

        _sendRing.Write(datagram, _endpoint.Clock());
        Volatile.Write(ref _mayWait, true);
        return true;
    }

    /// <summary>
    /// Endpoint only. Sends a datagram of a batch at once, with whatever else is to be said, or keeps it where it must wait.
    /// </summary>
    /// <returns>False where <see cref="Write(long, IPacketOutput)"/> must see to it.</returns>
    internal bool TryWriteNow(ReadOnlySpan<byte> datagram, long stamp, long now, IPacketOutput output)
    {
        if (datagram.IsEmpty || datagram.Length > MaxDatagramSize || Volatile.Read(ref _isEnded))
        {
            CountOvertaken();
            return false;
        }

        if (_state != State.Open || _datagramLength > 0 || HasWaiting || now - stamp > s_maxAge || IsHeldBack(now))
        {
            Postpone(datagram, stamp);
            return false;
        }

        Write(datagram, stamp, now, output);
        return true;
    }

    /// <summary>Any thread: a datagram of a batch was dropped, since it came too late or for nobody.</summary>
    internal void CountOvertaken() => Interlocked.Increment(ref _overtaken);

    /// <summary>From native code.</summary>
    internal void HandleDatagram(ReadOnlySpan<byte> datagram)
    {
        _sawDatagram = true;
        _datagramsReceived++;
        Volatile.Read(ref _receive)(datagram, _now);
    }

    /// <summary>From native code.</summary>
    internal void HandleDatagramLost() => _datagramsLost++;

    /// <summary>Whether there is a datagram to send now. One that had to wait gives way when newer ones have filled the ring.</summary>
    private bool TakeDatagram(long now)
    {
        if (_datagramLength > 0 && (Waiting >= TransportDefaults.DatagramQueue || IsStale(now)))
        {
            _datagramsBlocked++;
            _datagramLength = 0;
        }

        while (_datagramLength == 0)
        {
            _datagramLength = TakeWaiting();
            if (_datagramLength == 0)
            {
                return false;
            }

            if (IsStale(now) || IsHeldBack(now))
            {
                _datagramsBlocked++;
                _datagramLength = 0;
            }
        }

        return true;
    }

    // Whether a packet with a datagram was all there is to write, as it mostly is. ngtcp2 puts whatever else there is into the same
    // packet while there is room, and asking it for more costs a third of what the packet did.
    private bool IsAllSaid(int packetLength, long now) =>
        _datagramLength == 0 && packetLength < TransportDefaults.MaxUdpPayload / 2 && now >= _promptUntil && !HasWaiting
        && _control.Outgoing.IsAcknowledged;

    private bool IsStale(long now) => now - _datagramStamp > s_maxAge;

    // Whether nobody answers, and one was sent not long ago. Sending on would fill the congestion window with what is lost, and then
    // only ever rarer probes (RFC 9002 §6.2.1) could find out that the way is open again.
    private bool IsHeldBack(long now) =>
        now - _unansweredSince > s_patience + _roundTrip
        && now - _datagramSentAt < s_probe;

    private int Waiting => _sendRing.Count + (_backlog?.Count ?? 0);

    private bool HasWaiting => _hasBacklog || (Volatile.Read(ref _mayWait) && LookIntoRing());

    // That it is empty is said before a second look: whoever puts something in after that says otherwise later still.
    private bool LookIntoRing()
    {
        if (!_sendRing.IsEmpty)
        {
            return true;
        }

        Interlocked.Exchange(ref _mayWait, false);
        if (_sendRing.IsEmpty)
        {
            return false;
        }

        Volatile.Write(ref _mayWait, true);
        return true;
    }

    private int TakeWaiting()
    {
        if (!HasWaiting)
        {
            return 0;
        }

        if (_hasBacklog)
        {
            int length = _backlog!.Read(_datagram, out _datagramStamp);
            _hasBacklog = !_backlog.IsEmpty;
            return length;
        }

        return _sendRing.Read(_datagram, out _datagramStamp);
    }

    // Behind everything that came before it, which may still be in the ring, that other threads write to.
    private void Postpone(ReadOnlySpan<byte> datagram, long stamp)
    {
        PacketRing backlog = _backlog ?? new PacketRing(TransportDefaults.DatagramQueue, TransportDefaults.MaxUdpPayload);
        Span<byte> earlier = stackalloc byte[TransportDefaults.MaxUdpPayload];
        for (int i = 0; i < TransportDefaults.DatagramQueue && _sendRing.Read(earlier, out long at) is var length and > 0; i++)
        {
            backlog.Write(earlier[..length], at);
        }

        backlog.Write(datagram, stamp);
        _hasBacklog = true;
        Volatile.Write(ref _backlog, backlog);
    }

    /// <param name="isDone">Whether it is in the packet, or will never be in any.</param>
    private int WriteDatagram(
        ReadOnlySpan<byte> datagram, Span<byte> buffer, ref NetworkPath path, long now, out bool isDone)
    {
        int result = _handle!.WriteDatagram(buffer, ref path, datagram, out isDone, now);
        if (isDone)
        {
            _unansweredSince = Math.Min(_unansweredSince, now);
            _datagramSentAt = now;
            _datagramsSent++;
        }
        else if (result is LibNgtcp2.NGTCP2_ERR_INVALID_ARGUMENT or LibNgtcp2.NGTCP2_ERR_INVALID_STATE)
        {
            // It does not fit after all. That is this datagram's end, not the connection's.
            isDone = true;
            _datagramsBlocked++;
            return WriteStream(buffer, ref path, now);
        }

        return result;
    }
}
