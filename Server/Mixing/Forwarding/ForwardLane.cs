using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Protocol;

namespace Mcu.Server.Mixing;

// The way of one sender's packets to one listener, past the mixer; and who may send to that listener just now:
//
//   mixed ──Give──▶ free ◀──TryPass──▶ passing     (the sender's endpoint thread)
//     ▲              │ ▲
//     └─TryTakeBack──┘ └──Fade──▶ fading           (the mixing thread)
//
// Whoever sends takes the word from "free" by compare-and-swap, so two never do at once, nobody waits, and they meet only where
// something changes. While it is "mixed" the listener's stream is the mixing thread's alone. Nothing allocates.
internal sealed class ForwardLane(MixParticipant listener, MixStatistics statistics)
{
    // A listener that was sent nothing for so long is in a pause: more than any jitter that is not a fault.
    private const long Pause = 100 * MonotonicClock.Millisecond;

    // How often the mixing thread looks after a stream at least, while it goes on.
    private const long Rounds = 3 * Pause;

    private const int Mixed = 0;
    private const int Free = 1;
    private const int Taken = 2;

    private int _word;
    private MixParticipant? _source;
    private Renumbering _renumbering = new();
    private StreamClock _clock;
    private long _sentAt = long.MinValue / 2;
    private int _tail;

    // Mixing thread: whose packets the listener is sent; null where it is sent a mix.
    public MixParticipant? Source => _source;

    // Mixing thread: up to when it need not look after the stream: for good where that has faded or ended, in the next tick where it is
    // cut off, and in between now and then, since it ends by itself.
    public long IdleUntil =>
        Volatile.Read(ref _tail) == 0 ? long.MaxValue
        : _source is { Uplink.IsOpen: true, IsGone: false } source && listener.Hears(source) ? Volatile.Read(ref _sentAt) + Rounds
        : long.MinValue;

    // Whether a stream that is cut off has faded, or there is none.
    public bool IsFaded => Volatile.Read(ref _tail) == 0;

    // Mixing thread: whether the listener is sent nothing just now.
    public bool IsQuiet(long now) => now - Volatile.Read(ref _sentAt) > Pause;

    // Mixing thread, while the listener's stream is silent: from here on it is sent this one's packets. `now` is when the next frame
    // of its stream would have been due.
    public void Give(MixParticipant source, long now)
    {
        _source = source;
        _renumbering.Forget();
        _clock = new StreamClock(listener.Downlink.Numbers.NextTimestamp, now);
        listener.Downlink.Leave();
        _tail = 0;
        Volatile.Write(ref _sentAt, long.MinValue / 2);
        Volatile.Write(ref _word, Free);
    }

    // Mixing thread: the listener's stream is its own again, with its numbers as of now. False where a packet is just being passed
    // on; try again in the next tick.
    public bool TryTakeBack(long now)
    {
        if (Interlocked.CompareExchange(ref _word, Mixed, Free) != Free)
        {
            return false;
        }

        _source = null;
        Volatile.Write(ref _tail, 0);
        listener.Downlink.Return();
        ref StreamNumbers numbers = ref listener.Downlink.Numbers;
        uint time = _clock.At(now);
        int ahead = unchecked((int)(time - numbers.NextTimestamp));
        if (ahead >= AudioFormat.FrameSamples)
        {
            numbers.NextTimestamp = time;
            numbers.WasSilent = true;
        }

        return true;
    }

    // Mixing thread, once per tick in which the sender may not be heard: lets fade out what was being heard, one packet of silence
    // with each tick.
    public void Fade(long now, Span<byte> scratch)
    {
        if (Volatile.Read(ref _tail) == 0 || Interlocked.CompareExchange(ref _word, Taken, Free) != Free)
        {
            return;
        }

        try
        {
            if (IsQuiet(now) && _tail == SilencePackets.Count)
            {
                Volatile.Write(ref _tail, 0);
            }
            else
            {
                int length = SilencePackets.CopyTo(_tail, scratch);
                _renumbering.Forget();
                Volatile.Write(ref _tail, _tail - 1);
                listener.Downlink.Queue(scratch[..length]);
            }
        }
        finally
        {
            Volatile.Write(ref _word, Free);
        }
    }

    // Mixing thread, in a pause: there is nothing left that could be cut off.
    public void Rest()
    {
        if (Volatile.Read(ref _tail) != 0 && Interlocked.CompareExchange(ref _word, Taken, Free) == Free)
        {
            Volatile.Write(ref _tail, 0);
            Volatile.Write(ref _word, Free);
        }
    }

    // Endpoint's thread of `source`: sends the held packets and then this one, with the listener's numbers. False where the listener
    // does not hear this sender, or hears it in a mix.
    public bool TryPass(
        MixParticipant source, in SpokenPacket packet, HeldPackets held, ReadOnlySpan<byte> datagram, Span<byte> scratch, long now)
    {
        if (Interlocked.CompareExchange(ref _word, Taken, Free) != Free)
        {
            return false;
        }

        // Given back whatever happens: a word that stays taken would leave the listener deaf for good.
        try
        {
            bool isHeard = _source == source && listener.Hears(source) && !source.IsGone;
            if (isHeard)
            {
                PassAll(packet, held, datagram, scratch, now);
            }

            return isHeard;
        }
        finally
        {
            Volatile.Write(ref _word, Free);
        }
    }

    private void PassAll(
        in SpokenPacket packet, HeldPackets held, ReadOnlySpan<byte> datagram, Span<byte> scratch, long now)
    {
        ref StreamNumbers numbers = ref listener.Downlink.Numbers;
        bool hasHeld = held.Count > 0;
        bool isNew = _renumbering.Anchor(
            packet,
            hasHeld ? held.SequenceOf(0) : packet.Sequence,
            hasHeld ? held.TimeOf(0) : packet.Time,
            numbers,
            _clock.At(now));
        numbers.WasSilent |= packet.Opens || isNew;
        for (int i = 0; i < held.Count; i++)
        {
            Pass(held.SequenceOf(i), held.TimeOf(i), held.DatagramOf(i), scratch, out _);
        }

        if (Pass(packet.Sequence, packet.Time, datagram, scratch, out uint time))
        {
            _clock.Saw(time, now);
        }

        Volatile.Write(ref _tail, SilencePackets.Count);
        Volatile.Write(ref _sentAt, now);
    }

    // True where it is the stream's newest.
    private bool Pass(long sequence, long time, ReadOnlySpan<byte> datagram, Span<byte> scratch, out uint outTime)
    {
        if (!_renumbering.TryMap(sequence, time, out uint outSequence, out outTime))
        {
            return false;
        }

        ref StreamNumbers numbers = ref listener.Downlink.Numbers;
        VoiceHeader.TryRead(datagram, out VoiceHeader header, out ReadOnlySpan<byte> payload);
        bool starts = numbers.WasSilent || header.TalkspurtStart;
        (header with { TalkspurtStart = starts, Sequence = outSequence, Timestamp = outTime }).Write(scratch, payload);
        listener.Downlink.Pass(scratch[..datagram.Length]);
        statistics.CountForward();
        bool isNewest = unchecked((int)(outSequence - numbers.NextSequence)) >= 0;
        if (isNewest)
        {
            numbers.NextSequence = unchecked(outSequence + 1);
            numbers.NextTimestamp = unchecked(outTime + AudioFormat.FrameSamples);
            numbers.WasSilent = false;
        }

        return isNewest;
    }
}
