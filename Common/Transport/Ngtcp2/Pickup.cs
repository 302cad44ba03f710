namespace Mcu.Common.Transport.Ngtcp2;

// Whether an endpoint's thread may leave what arrives in its socket for a while, and up to when it has taken everything in. Pure.
// Thread: the endpoint's, but for HasTakenIn, which any thread may call.
internal sealed class Pickup(Func<long, long> nextPickup)
{
    /// <summary>A frame's time: the longest that anything is left lying.</summary>
    internal const long Period = 20 * MonotonicClock.Millisecond;

    /// <summary>How long arrivals are counted: a thousand listeners may acknowledge what they hear all at once, every 100 ms.</summary>
    internal const long CountingTime = 10 * Period;

    /// <summary>
    /// Packets in a period, on the average, beyond which none is left lying. They come so closely then that few wake-ups are saved, the
    /// socket's buffer need not hold many at once, and no tick has to wait for them. Arbitrary: one look's worth.
    /// </summary>
    internal const int Many = UdpBatch.Capacity;

    private long _takenIn = long.MaxValue; // nothing is left lying
    private long _emptied = long.MinValue;
    private bool _hasMore; // the last look did not empty the socket
    private long _countedSince = long.MinValue;
    private long _count;
    private bool _areMany;
    private int _isAsked;

    /// <summary>After every pass: what arrived by then is with its connections, unless there is more.</summary>
    /// <param name="packets">Taken in since it was told last.</param>
    /// <param name="emptied">Before the last look at the socket.</param>
    /// <param name="hasMore">Whether that did not empty it: none of it is left lying.</param>
    internal void Took(int packets, long emptied, bool hasMore = false)
    {
        _hasMore = hasMore;
        _count += packets;
        if (emptied - CountingTime >= _countedSince)
        {
            _areMany = _countedSince != long.MinValue && _count > Many * ((emptied - _countedSince) / Period);
            _countedSince = emptied;
            _count = 0;
        }

        _emptied = hasMore ? _emptied : emptied;
        Volatile.Write(ref _isAsked, 0);
        if (hasMore)
        {
            // It goes on taking in as fast as it can: nobody need wait for it or wake it.
            Volatile.Write(ref _takenIn, long.MaxValue);
        }
        else if (Volatile.Read(ref _takenIn) != long.MaxValue)
        {
            Volatile.Write(ref _takenIn, emptied);
        }
    }

    /// <summary>Before a sleep: up to when arrivals need not end it; 0 for every arrival.</summary>
    /// <param name="hasNewcomers">Whether somebody is in the handshake: each flight of it would wait anew.</param>
    /// <param name="now">The time.</param>
    internal long LeaveUntil(bool hasNewcomers, long now)
    {
        long next = _areMany || _hasMore || hasNewcomers ? 0 : Math.Min(nextPickup(now), now + Period);
        bool leaves = next > now;
        if (leaves != (Volatile.Read(ref _takenIn) != long.MaxValue))
        {
            Volatile.Write(ref _takenIn, leaves ? _emptied : long.MaxValue);
        }

        return leaves ? next : 0;
    }

    /// <summary>Any thread: whether everything that had arrived by then was taken in.</summary>
    /// <param name="mustWake">Whether the endpoint's thread is to be woken for it; once is enough.</param>
    /// <param name="arrived">A time in the past.</param>
    internal bool HasTakenIn(long arrived, out bool mustWake)
    {
        bool has = Volatile.Read(ref _takenIn) >= arrived;
        mustWake = !has && Interlocked.Exchange(ref _isAsked, 1) == 0;
        return has;
    }
}
