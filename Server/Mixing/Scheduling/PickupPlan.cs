using Mcu.Common;

namespace Mcu.Server.Mixing;

// Tells the endpoints' threads when the next tick wants what has arrived, so that they need not wake for every packet of a room
// that mixes. Who is sent another's packets as they come must not wait for any tick: while that happens anywhere, nothing is left.
// Thread: any.
internal sealed class PickupPlan(Func<long> countForwards)
{
    // How long before a tick what it mixes must have arrived: what an endpoint's thread needs to wake and take in some tens of
    // packets. A tick that comes first waits for it.
    public const long Lead = MonotonicClock.Millisecond / 2;

    // For so long after a packet was passed on more of them are expected: longer than most pauses in speech.
    public const long Expectation = MonotonicClock.Second;

    private volatile MixMeter[] _threads = [];
    private long _forwards;
    private long _expectUntil = long.MinValue;

    // Whose ticks it goes by; nobody's before.
    public void Follow(IEnumerable<MixMeter> threads) => _threads = [.. threads];

    // Up to when what arrives may be left; what is not after `now` is not at all.
    public long NextPickup(long now)
    {
        if (ExpectsForwards(now))
        {
            return 0;
        }

        long next = long.MaxValue;
        foreach (MixMeter thread in _threads)
        {
            next = Math.Min(next, NextOf(thread, now));
        }

        // Where no tick is due at all, what arrives is what wakes a room.
        return next == long.MaxValue ? 0 : next;
    }

    // What arrives after the pickup for one tick is for the next one; where several rooms tick, that is another room's, and soon. A
    // tick that is far off is that of a room which rests, and comes sooner when something arrives.
    private static long NextOf(MixMeter thread, long now)
    {
        long tick = thread.NextTick;
        return tick - Lead > now + TickSchedule.Period ? long.MaxValue
            : now < tick - Lead ? tick - Lead
            : thread.HasOneAwake ? tick - Lead + TickSchedule.Period
            : tick;
    }

    // Several threads may come here at once; at worst one of them looks again a moment later.
    private bool ExpectsForwards(long now)
    {
        long forwards = countForwards();
        if (forwards != Volatile.Read(ref _forwards))
        {
            Volatile.Write(ref _forwards, forwards);
            Volatile.Write(ref _expectUntil, now + Expectation);
        }

        return now < Volatile.Read(ref _expectUntil);
    }
}
