namespace Mcu.Server.Metrics;

// A count that never goes down, made of one that may by a little: what is left of two counts that are read one after the other, or
// losses that turn out to have been silence. A counter that goes down is taken for a restart. Any thread.
internal sealed class RisingCount
{
    private long _highest;

    // The highest of what was ever given, this included.
    public long Raise(long count)
    {
        while (true)
        {
            long highest = Volatile.Read(ref _highest);
            if (count <= highest || Interlocked.CompareExchange(ref _highest, count, highest) == highest)
            {
                return Math.Max(count, highest);
            }
        }
    }
}
