using Mcu.Common;

namespace Mcu.Server.Mixing;

// Counts durations in buckets of a quarter of a millisecond up to half a second. One thread records without a lock or an
// allocation, any thread asks; what is asked while another records may miss the newest few.
internal sealed class DurationHistogram
{
    // Nanoseconds per bucket: well under what the figures are judged by (25, 45 and 2 ms).
    public const long BucketWidth = MonotonicClock.Millisecond / 4;

    // The last bucket takes everything from half a second on.
    private const int Buckets = 2_001;

    private readonly long[] _counts = new long[Buckets];

    // Durations recorded.
    public long Count
    {
        get
        {
            long sum = 0;
            for (int i = 0; i < Buckets; i++)
            {
                sum += Volatile.Read(ref _counts[i]);
            }

            return sum;
        }
    }

    // Records nanoseconds; a negative duration counts as none. Safe from several threads, though one is the custom.
    public void Record(long duration)
    {
        long bucket = Math.Clamp(duration / BucketWidth, 0, Buckets - 1);
        Interlocked.Increment(ref _counts[bucket]);
    }

    // The duration in milliseconds that this share (0..1) of those recorded did not exceed, as the upper edge of its bucket.
    // 0 where nothing was recorded.
    public double Percentile(double share)
    {
        long count = Count;
        if (count == 0)
        {
            return 0;
        }

        long rank = Math.Max(1, (long)Math.Ceiling(count * share));
        long seen = 0;
        int bucket = 0;
        for (; bucket < Buckets - 1; bucket++)
        {
            seen += Volatile.Read(ref _counts[bucket]);
            if (seen >= rank)
            {
                break;
            }
        }

        return (bucket + 1) * (BucketWidth / (double)MonotonicClock.Millisecond);
    }
}
