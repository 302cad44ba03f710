namespace Mcu.Common.Audio;

// What now: one decision per tick.
//
//   waiting ──(the first packet is due)──────────────────────────▶ playing
//   waiting ◀──(silence in the stream, or nothing for 100 ms)───── playing
//
// While playing, the cursor is the timestamp of the frame that this tick plays, and runs on whether or not there is a packet
// for it; so a late packet finds its time gone by, and the delay stays what it was. Delay is made longer or shorter in silence,
// where it costs nothing, in quiet frames, and only when it has been wrong for a while in loud ones.
public sealed partial class JitterBuffer
{
    private const long Frame = AudioFormat.FrameSamples;

    // Concealment is inaudible for a frame or two, and a drone after five: libopus fades out within some 100 ms.
    private const int MaxConcealedRun = 5;

    private const long InterruptionDuration = 150 * MonotonicClock.Millisecond;

    // How far the delay may be over what the wait for the tick explains before anything is done about it, and for how many ticks.
    // Arbitrary: a bin of the histogram, so that its steps cause nothing; a second, so that a short burst causes nothing; a fifth
    // of it when far off; less still for what a talkspurt's beginning was late by, which is at most two frames.
    private const long Tolerance = 5 * MonotonicClock.Millisecond;
    private const long FarOff = 60 * MonotonicClock.Millisecond;
    private const int PatienceInQuiet = 3;
    private const int PatienceWhenFarOff = 10;
    private const int PatienceAtOnset = 8;
    private const int Patience = 50;

    // Loss from which the next packet is waited for, and below which it no longer is.
    private const double LossyFrom = 0.02;
    private const double LossyUntil = 0.01;

    private bool _isPlaying;
    private bool _hasPlayed;
    private bool _isRestart;
    private bool _isSecondOfTwo;
    private bool _isLossy;
    private long _next; // lowest sequence not played yet
    private long _cursor; // timestamp of the frame this tick plays, while playing
    private long _playedUntil; // timestamp of the end of the last packet that was played
    private long _nextAfterPlayed; // the sequence after that packet's
    private int _run; // frames missing in a row, up to now
    private int _concealedInRun;
    private long _gapStart; // when the gap began that is not over yet; 0 for none
    private byte _lastLevel;
    private int _highTicks;
    private int _lowTicks;
    private bool _isOnset; // what is played began late on purpose, and has not been caught up with yet
    private long _smoothedDelay;

    private long Target
    {
        get
        {
            if (_options.IsFixed)
            {
                return _options.StartDelay;
            }

            // FEC needs the next packet, which comes one frame later; where nothing is lost, that wait is not worth it.
            long target = Math.Max(_estimator.Target, _options.MinimumDelay) + (_isLossy ? AudioFormat.FrameDuration : 0);
            return Math.Min(target, _options.MaximumDelay - AudioFormat.FrameDuration);
        }
    }

    /// <summary>
    /// Decides what is heard in this tick. Call it once every 20 ms, and once more in the same tick after
    /// <see cref="PlayoutKind.Accelerate"/>.
    /// </summary>
    /// <param name="now">The tick's time, in nanoseconds.</param>
    /// <param name="payload">Takes the packet, at least <see cref="JitterBufferOptions.MaxPayloadBytes"/> bytes.</param>
    /// <exception cref="ArgumentException">There is no room for a packet.</exception>
    public PlayoutDecision Next(long now, Span<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(payload.Length, _options.MaxPayloadBytes, nameof(payload));
        _isLossy = _timeline.LossRate >= (_isLossy ? LossyUntil : LossyFrom);
        bool any = _store.TryFirst(_next, out StoredPacket head);
        while (any && IsOverCap(head, now))
        {
            Drop(head);
            any = _store.TryFirst(_next, out head);
        }

        if (!_isPlaying)
        {
            return any && DelayOf(head, now) >= Target ? Start(head, now, payload) : default;
        }

        if (!any)
        {
            return Starve(now);
        }

        long gap = head.Timestamp - _cursor;
        if (gap <= Frame / 2)
        {
            return Continue(head, now, payload);
        }

        long missing = (gap + (Frame / 2)) / Frame;
        if (head.StartsTalkspurt || missing > head.Sequence - _next - _run)
        {
            return Pause(head, now, payload);
        }

        return missing == 1 && head.Sequence > _next ? RebuildFrom(head, now, payload) : Starve(now);
    }

    /// <summary>
    /// Tells that the last <see cref="PlayoutKind.Fec"/> payload held no copy of the frame before it, so that it counts as
    /// concealed.
    /// </summary>
    public void ReportFecMissing() => _counts = _counts with
    {
        FecRebuilt = _counts.FecRebuilt - 1,
        Concealed = _counts.Concealed + 1,
    };

    // What a packet's delay would be if it were played now, counted from its expected arrival.
    private long DelayOf(in StoredPacket packet, long now) =>
        now - AudioFormat.ToNanoseconds(packet.Timestamp) - _estimator.Fastest;

    // A packet that nothing follows is played however old it is: an old word is better than none, and the line may have moved.
    private bool IsOverCap(in StoredPacket head, long now) =>
        _store.Count > 1
        && (DelayOf(head, now) > _options.MaximumDelay
            || (_store.Highest - head.Sequence) * AudioFormat.FrameDuration >= _options.MaximumDelay);

    private PlayoutDecision Start(StoredPacket head, long now, Span<byte> payload)
    {
        CloseGap(head, now);
        // A talkspurt's first frames may come late on purpose; what they are late by is caught up with while it is played.
        head = SkipLate(head, now, head.StartsTalkspurt ? OnsetFrames * AudioFormat.FrameDuration : 0);
        _isPlaying = true;
        _isOnset = head.StartsTalkspurt;
        return Play(head, now, payload);
    }

    private PlayoutDecision Continue(StoredPacket head, long now, Span<byte> payload)
    {
        if (_run > 0)
        {
            head = SkipLate(head, now, allowance: 0);
            return Play(head, now, payload);
        }

        if (_isSecondOfTwo)
        {
            _isSecondOfTwo = false;
            return Play(head, now, payload);
        }

        long delay = DelayOf(head, now);
        long target = Target;
        bool hasFollower = _store.TryGet(head.Sequence + 1, out StoredPacket follower)
            && follower.Timestamp - head.Timestamp <= Frame;
        long tooMuch = delay - (target + AudioFormat.FrameDuration + (_isOnset ? 0 : Tolerance));
        _highTicks = tooMuch >= 0 ? _highTicks + 1 : 0;
        _isOnset &= tooMuch >= 0;
        _lowTicks = delay < target ? _lowTicks + 1 : 0;
        bool isQuiet = head.Level >= _options.QuietLevel && _lastLevel >= _options.QuietLevel;
        if (hasFollower && _highTicks >= PatienceFor(isQuiet, tooMuch >= FarOff, _isOnset))
        {
            _highTicks = 0;
            _isSecondOfTwo = true;
            _counts = _counts with { Accelerated = _counts.Accelerated + 1 };
            return Play(head, now, payload) with { Kind = PlayoutKind.Accelerate };
        }

        if (_lowTicks >= PatienceFor(isQuiet, target - delay >= FarOff, isOnset: false))
        {
            _lowTicks = 0;
            _counts = _counts with { Expanded = _counts.Expanded + 1 };
            return new PlayoutDecision(PlayoutKind.Expand) { Level = _lastLevel };
        }

        return Play(head, now, payload);
    }

    private static int PatienceFor(bool isQuiet, bool isFarOff, bool isOnset) =>
        isQuiet ? PatienceInQuiet : isOnset ? PatienceAtOnset : isFarOff ? PatienceWhenFarOff : Patience;

    // Silence lies between the cursor and the next packet, which is played when its own time has come.
    private PlayoutDecision Pause(in StoredPacket head, long now, Span<byte> payload)
    {
        StopPlaying();
        return DelayOf(head, now) >= Target ? Start(head, now, payload) : default;
    }

    // Playing begins again: now it shows whether what lay between was silence, which is no fault, or an interruption.
    private void CloseGap(in StoredPacket head, long now)
    {
        long holes = head.Sequence - _nextAfterPlayed;
        if (_hasPlayed && head.Timestamp - _playedUntil > (holes * Frame) + (Frame / 2))
        {
            _counts = _counts with { Concealed = _counts.Concealed - (holes == 0 ? _concealedInRun : 0) };
        }
        else if (_gapStart != 0 && now - _gapStart >= InterruptionDuration)
        {
            _counts = _counts with { Interruptions = _counts.Interruptions + 1 };
        }
    }

    private PlayoutDecision RebuildFrom(in StoredPacket head, long now, Span<byte> payload)
    {
        Miss(now);
        _counts = _counts with { FecRebuilt = _counts.FecRebuilt + 1 };
        return new PlayoutDecision(PlayoutKind.Fec)
        {
            Length = _store.CopyPayload(head, payload),
            Level = head.Level,
            Arrival = head.Arrival,
            Sequence = (uint)(head.Sequence - 1),
            MissingRun = _run,
        };
    }

    private PlayoutDecision Starve(long now)
    {
        // After a quiet frame silence is as good as a made-up one, and most often the sender has just stopped; but where packets
        // get lost, it may be a word's beginning that is missing, and a copy of it on its way.
        if (_run >= MaxConcealedRun || (!_isLossy && _run == 0 && _lastLevel >= _options.QuietLevel && _store.Count == 0))
        {
            _gapStart = _gapStart == 0 ? now : _gapStart;
            StopPlaying();
            return default;
        }

        Miss(now);
        _concealedInRun++;
        _counts = _counts with { Concealed = _counts.Concealed + 1 };
        return new PlayoutDecision(PlayoutKind.Conceal) { Level = _lastLevel, MissingRun = _run };
    }

    private void Miss(long now)
    {
        _gapStart = _run == 0 ? now : _gapStart;
        _run++;
        _cursor += Frame;
        _highTicks = 0;
        _lowTicks = 0;
    }

    // Packets whose time has gone by, by more than the allowance, are left out as long as what follows them keeps the delay at or
    // over the target.
    private StoredPacket SkipLate(StoredPacket head, long now, long allowance)
    {
        while (DelayOf(head, now) >= Target + AudioFormat.FrameDuration + allowance
            && _store.TryFirst(head.Sequence + 1, out StoredPacket follower)
            && DelayOf(follower, now) >= Target + allowance)
        {
            _store.Remove(head);
            _counts = _counts with { Late = _counts.Late + 1 };
            head = follower;
        }

        return head;
    }

    private PlayoutDecision Play(in StoredPacket packet, long now, Span<byte> payload)
    {
        long delay = Math.Max(0, DelayOf(packet, now));
        _smoothedDelay = _hasPlayed ? _smoothedDelay + ((delay - _smoothedDelay) / 64) : delay;
        var decision = new PlayoutDecision(PlayoutKind.Packet)
        {
            Length = _store.CopyPayload(packet, payload),
            Level = packet.Level,
            Arrival = packet.Arrival,
            Sequence = (uint)packet.Sequence,
            IsRestart = _isRestart,
        };
        _store.Remove(packet);
        _isRestart = false;
        _hasPlayed = true;
        _lastLevel = packet.Level;
        _next = packet.Sequence + 1;
        _cursor = packet.Timestamp + Frame;
        _playedUntil = _cursor;
        _nextAfterPlayed = _next;
        _run = 0;
        _concealedInRun = 0;
        _gapStart = 0;
        return decision;
    }

    private void StopPlaying()
    {
        _isPlaying = false;
        _isSecondOfTwo = false;
        _run = 0;
        _highTicks = 0;
        _lowTicks = 0;
    }
}
