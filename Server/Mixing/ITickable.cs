namespace Mcu.Server.Mixing;

// What the scheduler drives: one room's mixer.
internal interface ITickable : IDisposable
{
    // One 20 ms step. `now` is nanoseconds of MonotonicClock. Called by one thread at a time.
    void Tick(long now);

    // Called after each tick with the time at which its packets had been handed over, for measuring.
    void Sent(long now);
}
