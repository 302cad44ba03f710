namespace Mcu.Benchmarks.Cycles;

// What `cycles` takes at most, how long it waits, and what it takes for level, each with its reason.
internal static class CyclesLimits
{
    // Arbitrary: a day and more.
    public const int MaxCount = 1_000_000;

    // Arbitrary: every client has a socket and a thread, and shares the machine with the server.
    public const int MaxParallel = 64;

    // Packets that a client must have heard before it leaves, so that the talk is under way in both directions.
    public const int PacketsHeard = 5;

    // The server's least idle timeout, in seconds: after so long it has forgotten those who said nothing.
    public const int IdleTimeoutSeconds = 5;

    // Fewer do not tell a leak from what is taken once: compiled code above all, which is not all there after a hundred cycles.
    public const int LeastToTell = 1_000;

    // What memory may grow by from 10 % of the cycles to all of them. Garbage that was not yet collected, and code that was
    // compiled late, come to some megabytes; a connection that is kept is tens of kilobytes, and 9,000 of them hundreds of
    // megabytes.
    public const long RisenBytes = 16_000_000;

    // The same of handles and of threads: pools of threads grow and shrink by a few.
    public const int RisenHandles = 16;
    public const int RisenThreads = 16;

    // Where the figures are read, in percent of the cycles.
    public static readonly int[] ReadAt = [10, 50, 100];

    // How long a cycle may take; a hundred times what it takes.
    public static readonly TimeSpan CyclePatience = TimeSpan.FromSeconds(15);

    // What has ended is let go of, before figures are read.
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    // Where some end without a word, the server only knows after the idle timeout, which may be longer by a few round trips.
    public static readonly TimeSpan SettleDropped = TimeSpan.FromSeconds(IdleTimeoutSeconds) + Settle;

    // For all of it: half a second for each of those at a time, which is several times what it takes, and a start and an end.
    public static TimeSpan Patience(CyclesOptions options) =>
        TimeSpan.FromSeconds(120 + (0.5 * options.Count / options.Parallel));
}
