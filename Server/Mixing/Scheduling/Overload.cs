using Mcu.Common;

namespace Mcu.Server.Mixing;

// Watches whether one mixing thread gets done in time, and says what its ticks may cost.
//
//   step 0 (everything) ──strained──▶ 1 ──strained──▶ … ──strained──▶ the last        a second each
//           ◀──calm for a while── 1 ◀──calm for a while── …
//
// Strained is a second of which more than 90 % went into ticks, or the second one in a row in which ticks had to be skipped though
// more than 20 % did. A single stall, the machine was asleep perhaps, and a machine that others keep busy, are nothing that
// cheaper ticks would mend. Calm is a second of which less than 60 % did, and nothing was skipped for it. Five calm ones undo a
// step; where that proves to be too early, the next try waits twice as long.
// Pure; one caller at a time. Step and Share may be read from any thread.
internal sealed class Overload(Action<OverloadChange>? changed = null)
{
    public const double StrainedShare = 0.9;
    public const double CalmShare = 0.6;
    public const double BlamedShare = 0.2;

    // How long it must be calm before a step is undone: at first, and at most.
    public const long Patience = 5 * MonotonicClock.Second;
    public const long MaxPatience = 80 * MonotonicClock.Second;

    // Strain that comes so soon after a step was undone shows that it was too early.
    private const long Relapse = 10 * MonotonicClock.Second;

    private const long Never = long.MinValue / 2;

    // What counts of one tick at most. Longer ones of every room's are seen by what they make others skip; a single one is the
    // machine's, which stood still in the midst of it.
    private const long LongestTick = 200 * MonotonicClock.Millisecond;

    // What is judged at a time.
    private const long Window = MonotonicClock.Second;

    private int _step;
    private bool _started;
    private long _windowStart;
    private long _busy;
    private long _skipped;
    private bool _wasLate;
    private long _calmSince;
    private long _patience = Patience;
    private long _lowered; // when it all began
    private long _undone = Never; // when a step was, last
    private int _deepest;
    private double _share;

    // How far down the order of OverloadStep; 0 is everything.
    public int Step => Volatile.Read(ref _step);

    // How much of the last second that was judged went into ticks, 0 to 1.
    public double Share => Volatile.Read(ref _share);

    public MixEffort Effort => OverloadStep.EffortOf(_step);

    // When Look must be called even where nothing ticks, for what was lowered to come back; long.MaxValue where nothing is.
    public long NextLook => _step > OverloadStep.None ? _windowStart + Window : long.MaxValue;

    // A tick is over: how long it took, and how many before it were skipped.
    public void Ticked(long duration, long skipped)
    {
        _busy += Math.Min(duration, LongestTick);
        _skipped += skipped;
    }

    // Often: with each tick, and at NextLook. Judges the time since the last judgement, once a second has passed. True where the
    // effort is another one now.
    public bool Look(long now)
    {
        if (!_started)
        {
            _started = true;
            Begin(now);
        }

        long elapsed = now - _windowStart;
        return elapsed >= Window && Judge(now, (double)_busy / elapsed);
    }

    private bool Judge(long now, double share)
    {
        long skipped = _skipped;
        bool isLate = skipped > 0 && share > BlamedShare;
        bool isStrained = share > StrainedShare || (isLate && _wasLate);
        bool isCalm = share < CalmShare && !isLate;
        Volatile.Write(ref _share, share);
        long windowStart = _windowStart;
        _wasLate = isLate;
        Begin(now);
        if (!isCalm)
        {
            _calmSince = now;
        }
        else if (_calmSince > windowStart)
        {
            _calmSince = windowStart;
        }

        if (isStrained && _step < OverloadStep.Last)
        {
            StepDown(now, share, skipped);
            return true;
        }

        if (isCalm && _step > OverloadStep.None && now - _calmSince >= _patience)
        {
            StepUp(now, share);
            return true;
        }

        return false;
    }

    private void Begin(long now)
    {
        _windowStart = now;
        _busy = 0;
        _skipped = 0;
    }

    private void StepDown(long now, double share, long skipped)
    {
        if (now - _undone < Relapse)
        {
            _patience = Math.Min(2 * _patience, MaxPatience);
            _undone = Never;
        }
        else if (_step == OverloadStep.None)
        {
            _patience = Patience;
        }

        bool isFirst = _step == OverloadStep.None;
        Volatile.Write(ref _step, _step + 1);
        _deepest = isFirst ? _step : Math.Max(_deepest, _step);
        _calmSince = now;
        if (isFirst)
        {
            _lowered = now;
            changed?.Invoke(new OverloadChange(true, share, skipped, Effort, 0));
        }
    }

    private void StepUp(long now, double share)
    {
        Volatile.Write(ref _step, _step - 1);
        _calmSince = now;
        _undone = now;
        if (_step == OverloadStep.None)
        {
            changed?.Invoke(new OverloadChange(false, share, 0, OverloadStep.EffortOf(_deepest), now - _lowered));
        }
    }
}

// A mixing thread began to lower what it does, or is back to everything. `Share` is how much of the last second went into ticks;
// `Effort` is what it is lowered to now, or the least that it has been meanwhile; `Duration` how long that took, in nanoseconds.
internal readonly record struct OverloadChange(bool IsOverloaded, double Share, long Skipped, MixEffort Effort, long Duration);
