using Mcu.Common.Transport.MsQuic.Interop;

namespace Mcu.Common.Transport.MsQuic;

// Datagrams (RFC 9221) through msquic's own functions: at most a few at once lie with msquic and are not yet sent; what comes beyond
// those is dropped. A slot is free again as soon as msquic has put its datagram into a packet.
internal sealed partial class MsQuicConnection
{
    // What is left of a 1,200-byte packet: short header, a peer's id of up to 20 bytes, packet number, tag, frame header.
    private const int LargestAlways = TransportDefaults.MaxUdpPayload - (1 + 20 + 4 + 16 + 3);

    // What msquic is to hand back when it tells what became of a datagram: its slot's number from 1 on, or this.
    private const nint NoSlot = 0;

    private static readonly DatagramHandler s_ignore = static (_, _) => { };

    private readonly DatagramSlots _slots = new();
    private readonly AnswerWatch _answers = new();
    private DatagramHandler _receive = s_ignore;
    private int _maxDatagramSize = LargestAlways;
    private long _datagramsReceived;
    private long _datagramsSent;
    private long _datagramsLost;
    private long _datagramsBlocked;

    /// <inheritdoc/>
    public int MaxDatagramSize => Volatile.Read(ref _maxDatagramSize);

    /// <summary>For tests.</summary>
    internal int FreeSlots => _slots.Free;

    /// <inheritdoc/>
    public void SetDatagramHandler(DatagramHandler handler) => Volatile.Write(ref _receive, handler);

    /// <inheritdoc/>
    public bool TryQueueDatagram(ReadOnlySpan<byte> datagram) => TrySendDatagram(datagram);

    /// <inheritdoc/>
    public unsafe bool TrySendDatagram(ReadOnlySpan<byte> datagram)
    {
        if (datagram.IsEmpty || datagram.Length > MaxDatagramSize || IsEnded || !TryEnter(out nint handle))
        {
            return false;
        }

        long now = MonotonicClock.Now;
        if (_answers.HoldsBack(now, Volatile.Read(ref _roundTrip)) || !_slots.TryFill(datagram, out int slot, out QuicBuffer* buffer))
        {
            Interlocked.Increment(ref _datagramsBlocked);
        }
        else if (_library.TrySend(handle, buffer, slot + 1))
        {
            _answers.Sent(now);
        }
        else
        {
            // It does not fit after all, or the end is near. That is this datagram's end only.
            _slots.Release(slot);
            Interlocked.Increment(ref _datagramsBlocked);
        }

        Leave();
        return true;
    }

    private void HandleDatagram(nint handle, ReadOnlySpan<byte> datagram)
    {
        long now = MonotonicClock.Now;
        _datagramsReceived++;
        NoteHeard(now);
        NoteStatisticsIfDue(handle, now);
        Volatile.Read(ref _receive)(datagram, now);
    }

    private void HandleSendState(nint handle, ref nint context, uint state)
    {
        nint slot = context;
        context = NoSlot;
        if (slot != NoSlot)
        {
            _slots.Release((int)slot - 1);
        }

        switch (state)
        {
            case LibMsQuic.QUIC_DATAGRAM_SEND_SENT:
                _datagramsSent++;
                NoteStatisticsIfDue(handle, MonotonicClock.Now);
                break;
            case LibMsQuic.QUIC_DATAGRAM_SEND_LOST_SUSPECT:
                _datagramsLost++;
                break;
            case LibMsQuic.QUIC_DATAGRAM_SEND_ACKNOWLEDGED or LibMsQuic.QUIC_DATAGRAM_SEND_ACKNOWLEDGED_SPURIOUS:
                NoteHeard(MonotonicClock.Now);
                break;
            case LibMsQuic.QUIC_DATAGRAM_SEND_CANCELED when slot != NoSlot:
                Interlocked.Increment(ref _datagramsBlocked);
                break;
        }
    }

    private void NoteDatagramLimit(bool isEnabled, int longest)
    {
        // A peer that takes less counts the frame's header, too.
        int size = longest >= LargestAlways ? LargestAlways : Math.Max(0, longest - 3);
        Volatile.Write(ref _maxDatagramSize, isEnabled ? size : 0);
        Volatile.Write(ref _takesDatagrams, isEnabled);
    }
}
