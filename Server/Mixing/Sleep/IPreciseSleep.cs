namespace Mcu.Server.Mixing;

// Waiting until a moment, to well under a millisecond: the operating system's part of the tick's punctuality.
internal interface IPreciseSleep
{
    // Called once on the thread that will sleep: asks for what the system grants it, and goes on without where it grants nothing.
    void PrepareThread();

    // Returns at `deadline`, nanoseconds of MonotonicClock, or soon after; at once where it has passed, and where Wake was called
    // since it last returned. It may return early without a reason, too. long.MaxValue waits for Wake only, without a timer.
    void SleepUntil(long deadline);

    // Ends the sleep, or the next one. Any thread, at any time, even when the sleeper is long gone; never blocks or allocates.
    void Wake();
}

// The best there is on this system.
internal static class PreciseSleep
{
    public static IPreciseSleep ForThisSystem() => OperatingSystem.IsLinux() ? new LinuxSleep() : new PortableSleep();

    // One for each of so many threads.
    public static IReadOnlyList<IPreciseSleep> ForThreads(int threads) =>
        [.. Enumerable.Range(0, threads).Select(_ => ForThisSystem())];
}
