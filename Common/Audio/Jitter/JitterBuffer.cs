namespace Mcu.Common.Audio;

/// <summary>
/// Puts a voice stream's packets back into order and time. It holds <b>encoded</b> packets by sequence, and says once per tick
/// what the listener hears. Pure: no clock, no socket, no codec; <c>now</c> is a parameter.
/// </summary>
/// <remarks>
/// A packet may play at the first tick at or after its expected arrival (that of the fastest packet of the last 2 s, carried on
/// by its timestamp) plus the target delay. The parts, each by its question: <c>StreamTimeline</c> (which packet is this),
/// <c>ArrivalDelayEstimator</c> (how long to wait), <c>PacketStore</c> (what waits), and <c>JitterBuffer.Playout.cs</c> (what
/// now). Thread: one at a time. Memory: about 20 KB, taken once; nothing allocates afterwards.
/// </remarks>
public sealed partial class JitterBuffer
{
    private const long LongestDelay = 200 * MonotonicClock.Millisecond;

    // Frames of a talkspurt that may come late on purpose: a sender that waits until it is sure that somebody speaks sends the last
    // two frames before that with the one that made it sure. Taken for jitter, they would lengthen the delay by 40 ms for good.
    private const int OnsetFrames = 2;

    private readonly JitterBufferOptions _options;
    private StreamTimeline _timeline = new();
    private ArrivalDelayEstimator _estimator;
    private readonly PacketStore _store;
    private JitterBufferStatistics _counts;
    private long _lostBefore;
    private long _onset = long.MinValue; // the sequence that the last talkspurt began with

    /// <summary>Makes an empty buffer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A delay or size is outside what it allows.</exception>
    public JitterBuffer(JitterBufferOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.MinimumDelay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaximumDelay, LongestDelay);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumDelay, options.MinimumDelay + (2 * AudioFormat.FrameDuration));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.StartDelay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.StartDelay, options.MaximumDelay);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxPayloadBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxPayloadBytes, ushort.MaxValue);
        _options = options;
        _estimator = new ArrivalDelayEstimator(options.StartDelay, options.MaximumDelay);
        _store = new PacketStore(options.MaxPayloadBytes);
    }

    /// <summary>Makes an empty buffer with the defaults.</summary>
    public JitterBuffer()
        : this(new JitterBufferOptions())
    {
    }

    /// <summary>Counts since the buffer was made, and the delays as they are now.</summary>
    public JitterBufferStatistics Statistics => _counts with
    {
        Lost = _lostBefore + _timeline.Lost,
        BufferDelayMs = _smoothedDelay / 1e6,
        TargetDelayMs = Target / 1e6,
        JitterMs = _estimator.Jitter / 1e6,
    };

    /// <summary>What the packets' path is known to delay them by, in nanoseconds: what to start from, should they come
    /// again.</summary>
    public long LearnedDelay => _estimator.Target;

    /// <summary>Packets that wait.</summary>
    public int Count => _store.Count;

    /// <summary>Whether nothing waits and nothing is being played: until a packet comes, every tick is silence.</summary>
    public bool IsIdle => !_isPlaying && _store.Count == 0;

    /// <summary>Share of packets lost over the last few seconds, 0 to 1.</summary>
    public double LossRate => _timeline.LossRate;

    /// <summary>The level of the loudest of the next packets, in −dBov, as the sender tells it.</summary>
    /// <param name="packets">How many to look at, from the next one to play.</param>
    /// <returns><see cref="AudioLevel.Silence"/> where none of them is here yet.</returns>
    public byte LoudestOfNext(int packets)
    {
        byte loudest = AudioLevel.Silence;
        for (long sequence = _next; sequence < _next + packets; sequence++)
        {
            loudest = _store.TryGet(sequence, out StoredPacket packet) ? Math.Min(loudest, packet.Level) : loudest;
        }

        return loudest;
    }

    /// <summary>Takes a packet in, at any time, in any order.</summary>
    /// <param name="sequence">One more for every packet of the sender; wraps.</param>
    /// <param name="timestamp">Of the first sample, at 48 kHz; runs on through silence; wraps.</param>
    /// <param name="startsTalkspurt">Whether silence comes before it.</param>
    /// <param name="level">In −dBov, as the sender tells it.</param>
    /// <param name="payload">One encoded frame, 1 to <see cref="JitterBufferOptions.MaxPayloadBytes"/> bytes; copied.</param>
    /// <param name="now">When it arrived, in nanoseconds.</param>
    public void Insert(uint sequence, uint timestamp, bool startsTalkspurt, byte level, ReadOnlySpan<byte> payload, long now)
    {
        if (payload.IsEmpty || payload.Length > _options.MaxPayloadBytes)
        {
            _counts = _counts with { Refused = _counts.Refused + 1 };
            return;
        }

        StreamTimeline.Place place = _timeline.Locate(sequence, timestamp, out long unwrapped, out long time);
        switch (place)
        {
            case StreamTimeline.Place.Duplicate:
                _counts = _counts with { Duplicates = _counts.Duplicates + 1 };
                return;
            case StreamTimeline.Place.Stray:
                _counts = _counts with { Refused = _counts.Refused + 1 };
                return;
            case StreamTimeline.Place.Restart:
                Restart(unwrapped);
                break;
        }

        _counts = _counts with { Received = _counts.Received + 1 };
        if (startsTalkspurt)
        {
            _onset = unwrapped;
        }

        bool mayBeLate = unwrapped >= _onset && unwrapped < _onset + OnsetFrames;
        _estimator.Observe(now - AudioFormat.ToNanoseconds(time), now, isTelling: !mayBeLate);
        var packet = new StoredPacket(unwrapped, time, now, level, startsTalkspurt);
        if (unwrapped < _next && !_hasPlayed && _store.Count > 0 && _store.Highest - unwrapped < PacketStore.Capacity)
        {
            _next = unwrapped; // overtaken by the stream's first packet, before anything was played
        }

        if (unwrapped < _next)
        {
            _counts = _counts with { Late = _counts.Late + 1 };
            return;
        }

        MakeRoomFor(unwrapped);
        _store.Add(packet, payload);
    }

    /// <summary>Ends the stream: what waits is dropped, and the next packet begins another one, whatever its numbers.</summary>
    public void End()
    {
        _counts = _counts with { Overflow = _counts.Overflow + _store.Count };
        _store.Clear();
        _timeline.End();
        StopPlaying();
    }

    /// <summary>
    /// Makes the buffer as good as new, for another sender; only the counts go on. Allocates a little.
    /// </summary>
    /// <param name="startDelay">
    /// What to assume of its path, in nanoseconds, in place of <see cref="JitterBufferOptions.StartDelay"/>; held within 0 and
    /// <see cref="JitterBufferOptions.MaximumDelay"/>.
    /// </param>
    public void Reset(long startDelay)
    {
        End();
        _lostBefore += _timeline.Lost;
        _timeline = new StreamTimeline();
        _estimator = new ArrivalDelayEstimator(Math.Clamp(startDelay, 0, _options.MaximumDelay), _options.MaximumDelay);
        _hasPlayed = false;
        _concealedInRun = 0;
        _gapStart = 0;
        _lastLevel = 0;
    }

    // Another stream begins: what waits of the old one is of no use. Of the first stream there is nothing.
    private void Restart(long first)
    {
        if (_counts.Received > 0)
        {
            _counts = _counts with { Restarts = _counts.Restarts + 1, Overflow = _counts.Overflow + _store.Count };
        }

        _store.Clear();
        _estimator.ForgetLine();
        _next = first;
        _isRestart = true;
        StopPlaying();
        _hasPlayed = false;
        _concealedInRun = 0;
        _gapStart = 0;
    }

    // A jump ahead by more than the store holds: the oldest give way.
    private void MakeRoomFor(long sequence)
    {
        while (sequence - _next >= PacketStore.Capacity)
        {
            if (!_store.TryFirst(_next, out StoredPacket oldest))
            {
                _next = sequence;
                StopPlaying();
            }
            else if (sequence - oldest.Sequence >= PacketStore.Capacity)
            {
                Drop(oldest);
            }
            else
            {
                _next = oldest.Sequence;
                StopPlaying();
            }
        }
    }

    private void Drop(in StoredPacket packet)
    {
        _store.Remove(packet);
        _next = packet.Sequence + 1;
        StopPlaying();
        _counts = _counts with { Overflow = _counts.Overflow + 1 };
    }
}
