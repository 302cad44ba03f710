namespace Mcu.Server.Mixing;

// Waiting until a moment, to well under a millisecond: the operating system's part of the tick's punctuality.
internal interface IPreciseSleep
{
    // Called once on the thread that will sleep: asks for what the system grants it, and goes on without where it grants nothing.
    void PrepareThread();

    // Returns at `deadline`, nanoseconds of MonotonicClock, or soon after; at once where it has passed.
    void SleepUntil(long deadline);
}

// The best there is on this system.
internal static class PreciseSleep
{
    public static IPreciseSleep ForThisSystem() => OperatingSystem.IsLinux() ? new LinuxSleep() : new PortableSleep();
}
