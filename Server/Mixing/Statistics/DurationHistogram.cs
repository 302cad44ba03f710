using System.Numerics;
using Mcu.Common;

namespace Mcu.Server.Mixing;

// Counts durations in buckets of a microsecond, and from a quarter of a millisecond on of 1/128 of the duration or less, up to 16 s:
// fine enough for a tick of two people, wide enough for a stall. Any thread records without a lock or an allocation, any thread
// asks; what is asked while another records may miss the newest few.
internal sealed class DurationHistogram
{
    private const long Microsecond = MonotonicClock.Millisecond / 1_000;

    // Bits of a duration in microseconds that its bucket tells: the highest that is set, and the seven after it.
    private const int Bits = 8;

    private const int Half = 1 << (Bits - 1);

    // 2^24 µs; the last bucket takes everything that is longer.
    private const int MaxBits = 24;

    private const long Longest = (1L << MaxBits) - 1;

    private readonly long[] _counts = new long[((MaxBits - Bits) * Half) + (1 << Bits)];
    private volatile IDurationObserver? _observer;

    // Who is told of every duration beside; null for nobody. Set before anything is recorded, or that is not told.
    public IDurationObserver? Observer
    {
        get => _observer;
        set => _observer = value;
    }

    // Durations recorded.
    public long Count
    {
        get
        {
            long sum = 0;
            for (int i = 0; i < _counts.Length; i++)
            {
                sum += Volatile.Read(ref _counts[i]);
            }

            return sum;
        }
    }

    // Records nanoseconds; a negative duration counts as none.
    public void Record(long duration)
    {
        duration = Math.Max(0, duration);
        Interlocked.Increment(ref _counts[BucketOf(duration)]);
        _observer?.Recorded(duration);
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
        for (; bucket < _counts.Length - 1; bucket++)
        {
            seen += Volatile.Read(ref _counts[bucket]);
            if (seen >= rank)
            {
                break;
            }
        }

        return UpperEdge(bucket) / 1_000.0;
    }

    private static int BucketOf(long duration)
    {
        long microseconds = Math.Min(duration / Microsecond, Longest);
        int shift = Math.Max(0, BitOperations.Log2((ulong)microseconds) + 1 - Bits);
        return (shift * Half) + (int)(microseconds >> shift);
    }

    // In microseconds.
    private static long UpperEdge(int bucket)
    {
        int shift = Math.Max(0, (bucket / Half) - 1);
        return (bucket - (shift * Half) + 1L) << shift;
    }
}
