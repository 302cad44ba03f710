namespace Mcu.Server.Mixing;

// What the scheduler drives: one room's mixer. Everything here is called by one thread at a time, but for the doorbell.
internal interface ITickable : IDisposable
{
    // Rung by whoever brings the room something to do.
    Doorbell<ITickable> Bell { get; }

    // Up to when ticks may be left out, where the bell does not ring before: long.MinValue for none of them, long.MaxValue for all.
    // Looks at what other threads have written, each time anew.
    long IdleUntil { get; }

    // So many ticks were left out before the next one, because the room slept or the machine stalled.
    void Skip(long ticks);

    // One 20 ms step. `now` is nanoseconds of MonotonicClock.
    void Tick(long now, TickTerms terms);

    // Called after each tick with the time at which its packets had been handed over, for measuring.
    void Sent(long now);
}
