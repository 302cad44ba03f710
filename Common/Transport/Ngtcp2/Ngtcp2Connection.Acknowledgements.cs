namespace Mcu.Common.Transport.Ngtcp2;

// When received datagrams are acknowledged. Left alone, ngtcp2 sends an acknowledgement of its own for every one of them (after an
// eighth of the round trip), and with every fourth a ping to be acknowledged in turn: both ends pay nearly as much as for the
// datagrams. Nobody waits for it: a lost datagram is not sent again. So it rides along with what is sent next, or goes out once for
// several (RFC 9221 §5.2), within the delay that was announced.
internal sealed partial class Ngtcp2Connection
{
    private static readonly long s_hold =
        (long)(TransportDefaults.AcknowledgementDelay - TransportDefaults.AcknowledgementMargin).TotalNanoseconds;

    // Who sent a datagram so lately, or was sent one, is amid speech: a frame, and what the next one may be late.
    private const long AmidVoice = 25 * MonotonicClock.Millisecond;

    // So long after the last datagram one was lost, or somebody just began to speak. Where one way loses, so does the other, and rare
    // acknowledgements that get lost in a row would stop voice for the congestion window: this one is not held. No more than one, since
    // a server that was late for all its listeners at once must not be asked for more work just then.
    private const long Gap = 30 * MonotonicClock.Millisecond;

    // Bytes that are acknowledged at once, however short they have waited: a quarter of the smallest congestion window (RFC 9002 §7.2),
    // which the sender would otherwise fill within the delay, and drop what is too old when we speak. Five frames of 36 kbit/s.
    private const int MaxHeld = TransportDefaults.MaxUdpPayload / 2;

    private bool _sawDatagram;
    private bool _sawOther;
    private long _promptUntil = long.MaxValue;
    private long _holdUntil = long.MaxValue;
    private long _datagramReceivedAt;
    private int _held;

    /// <summary>Endpoint only, after <see cref="Read"/>: whether what was read can wait for <see cref="NextWake"/> to be answered.</summary>
    internal bool MayRest { get; private set; }

    private void BeginRead()
    {
        _sawDatagram = false;
        _sawOther = false;
        MayRest = false;
    }

    /// <param name="isPlain">From the address that is known, and no packet of full size: those test a path (RFC 9000 §8.2.1).</param>
    /// <param name="length">Bytes of the packet.</param>
    /// <param name="now">The time that it was read at.</param>
    private void EndRead(bool isPlain, int length, long now)
    {
        // Without voice there is nothing to ride along with, and who asks for a sign of life must get each of them. While anything of
        // the control stream is on its way all goes at once: what was read may have shown that some of it was lost.
        // With voice from the peer alone an acknowledgement is due within the delay anyway, which answers all that it sends besides.
        bool isAmidVoice = _sawDatagram || now - Math.Max(_datagramSentAt, _datagramReceivedAt) < AmidVoice;
        bool isAfterGap = _sawDatagram && now - _datagramReceivedAt > Gap;
        _datagramReceivedAt = _sawDatagram ? now : _datagramReceivedAt;
        if (!isAmidVoice || isAfterGap || _sawOther || !isPlain || now < _promptUntil || _state != State.Open
            || _datagramLength > 0 || !_control.Outgoing.IsAcknowledged)
        {
            return;
        }

        if (_holdUntil == long.MaxValue)
        {
            _holdUntil = now + s_hold;
            _held = 0;
        }

        _held += length;
        MayRest = now < _holdUntil && _held < MaxHeld;
        _wakeAt = Math.Max(_handle!.Expiry, _holdUntil);
    }

    // After a packet with a datagram that was all there was to say. ngtcp2 lets no acknowledgement ride along before an eighth of the
    // round trip has passed, and would send it alone as soon as it has: what came so lately waits for the next packet instead.
    private void GoOnHolding(long heldUntil, long now)
    {
        if (heldUntil != long.MaxValue && now - (heldUntil - s_hold) <= _roundTrip / 8)
        {
            _holdUntil = heldUntil;
            _wakeAt = Math.Max(_wakeAt, heldUntil);
            _wakesEarly = false;
        }
    }
}
