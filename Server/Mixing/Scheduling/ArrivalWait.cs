using Mcu.Common;

namespace Mcu.Server.Mixing;

// Lets a tick wait until what it is to mix has been taken in from the network, where an endpoint's thread is late with that; a little
// and no more, for a late tick is better than none. Pure. `takeIn` is asked whether all that had arrived by a time is there, and sees to it
// where it is not. Thread: the mixing thread.
internal sealed class ArrivalWait(Func<long, bool>? takeIn)
{
    // How late a tick may become by it: what a busy machine lets a thread wait, and no more than other ticks are late by.
    public const long Patience = 2 * MonotonicClock.Millisecond;

    // How soon to ask again.
    public const long Nap = MonotonicClock.Millisecond / 10;

    // When to ask again; long.MinValue where nothing is waited for.
    public long Until { get; private set; } = long.MinValue;

    // Whether the tick that is due at this time is to wait.
    public bool MustWait(long due, long now)
    {
        bool waits = takeIn is not null && now >= due && now - due < Patience && !takeIn(due - PickupPlan.Lead);
        Until = waits ? now + Nap : long.MinValue;
        return waits;
    }
}
