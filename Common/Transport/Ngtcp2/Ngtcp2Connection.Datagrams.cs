using Mcu.Common.Buffers;
using Mcu.Common.Transport.Ngtcp2.Interop;

namespace Mcu.Common.Transport.Ngtcp2;

// Datagrams (RFC 9221): a ring of the newest few from the sender's thread to the endpoint's, and the one that is being sent.
internal sealed partial class Ngtcp2Connection
{
    private static readonly DatagramHandler s_ignore = static (_, _) => { };
    private static readonly long s_maxAge = (long)TransportDefaults.DatagramMaxAge.TotalNanoseconds;
    private static readonly long s_probe = (long)TransportDefaults.DatagramProbe.TotalNanoseconds;
    private static readonly long s_patience = (long)TransportDefaults.DatagramPatience.TotalNanoseconds;

    private readonly PacketRing _sendRing = new(TransportDefaults.DatagramQueue, TransportDefaults.MaxUdpPayload);
    private readonly byte[] _datagram = new byte[TransportDefaults.MaxUdpPayload];
    private DatagramHandler _receive = s_ignore;
    private int _datagramLength;
    private long _datagramStamp;
    private long _unansweredSince = long.MaxValue;
    private long _datagramSentAt;
    private long _datagramsReceived;
    private long _datagramsSent;
    private long _datagramsLost;
    private long _datagramsBlocked;

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
        return true;
    }

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
        if (_datagramLength > 0 && (_sendRing.Count >= TransportDefaults.DatagramQueue || IsStale(now)))
        {
            _datagramsBlocked++;
            _datagramLength = 0;
        }

        while (_datagramLength == 0)
        {
            _datagramLength = _sendRing.Read(_datagram, out _datagramStamp);
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

    private bool IsStale(long now) => now - _datagramStamp > s_maxAge;

    // Whether nobody answers, and one was sent not long ago. Sending on would fill the congestion window with what is lost, and then
    // only ever rarer probes (RFC 9002 §6.2.1) could find out that the way is open again.
    private bool IsHeldBack(long now) =>
        now - _unansweredSince > s_patience + _roundTrip
        && now - _datagramSentAt < s_probe;

    private int WriteDatagram(Span<byte> buffer, ref NetworkPath path, long now)
    {
        int result = _handle!.WriteDatagram(buffer, ref path, _datagram.AsSpan(0, _datagramLength), out bool accepted, now);
        if (accepted)
        {
            _unansweredSince = Math.Min(_unansweredSince, now);
            _datagramSentAt = now;
            _datagramLength = 0;
            _datagramsSent++;
        }
        else if (result is LibNgtcp2.NGTCP2_ERR_INVALID_ARGUMENT or LibNgtcp2.NGTCP2_ERR_INVALID_STATE)
        {
            // It does not fit after all. That is this datagram's end, not the connection's.
            _datagramLength = 0;
            _datagramsBlocked++;
            return WriteStream(buffer, ref path, now);
        }

        return result;
    }
}
