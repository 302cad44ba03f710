namespace Mcu.Server.Mixing;

// What one mixing thread has done, for others to read; what they read may be a moment old. The histograms are all threads' own.
// Thread: the mixing thread writes, any reads.
internal sealed class MixMeter(DurationHistogram lateness, DurationHistogram tickTime)
{
    private long _skipped;
    private long _faults;
    private int _parked;
    private int _step;
    private double _share;
    private long _nextTick = long.MaxValue;
    private bool _hasOneAwake;

    // Ticks left out after stalls.
    public long Skipped => Volatile.Read(ref _skipped);

    // Ticks that threw.
    public long Faults => Volatile.Read(ref _faults);

    // Rooms that sleep.
    public int Parked => Volatile.Read(ref _parked);

    // Of OverloadStep.
    public int Step => Volatile.Read(ref _step);

    // How much of the last second that was judged went into ticks; old where nothing ticks.
    public double Share => Volatile.Read(ref _share);

    // When its next tick is due; long.MaxValue where none is.
    public long NextTick => Volatile.Read(ref _nextTick);

    // Whether one room ticks, and all others are parked: the tick after the next one is a period later.
    public bool HasOneAwake => Volatile.Read(ref _hasOneAwake);

    public void Began(in DueTick due)
    {
        lateness.Record(due.Lateness);
        Volatile.Write(ref _skipped, _skipped + due.Skipped);
    }

    public void Ended(long duration) => tickTime.Record(duration);

    public void Failed() => Volatile.Write(ref _faults, _faults + 1);

    // Two values: who reads one of them new and one old thinks of a wrong time once.
    public void ShowPlan(long nextTick, bool hasOneAwake)
    {
        Volatile.Write(ref _nextTick, nextTick);
        Volatile.Write(ref _hasOneAwake, hasOneAwake);
    }

    public void Show(int parked, Overload overload)
    {
        Volatile.Write(ref _parked, parked);
        Volatile.Write(ref _step, overload.Step);
        Volatile.Write(ref _share, overload.Share);
    }
}
