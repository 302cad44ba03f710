namespace Mcu.Testing;

/// <summary>What code allocates once it has settled.</summary>
public static class Allocation
{
    private const int Tries = 5;

    /// <summary>
    /// Runs an action until it has allocated nothing on this thread, five times at most, and answers with the least of what it
    /// did. Once would not do: now and then the runtime itself allocates a few kilobytes on the thread, while it compiles a loop
    /// anew. What the code allocates, it allocates every time.
    /// </summary>
    /// <param name="steadyState">May be run again and again; has been run before, where it takes a while to settle.</param>
    public static long Of(Action steadyState)
    {
        long least = long.MaxValue;
        for (int i = 0; i < Tries && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            steadyState();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
