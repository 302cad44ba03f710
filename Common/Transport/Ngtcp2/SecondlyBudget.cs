namespace Mcu.Common.Transport.Ngtcp2;

// So many in every second of the clock; the rest of the second has none. A mutable struct: keep it in a field.
internal struct SecondlyBudget(int perSecond)
{
    private long _second;
    private int _taken;

    internal bool TryTake(long now)
    {
        long second = now / MonotonicClock.Second;
        if (second != _second)
        {
            _second = second;
            _taken = 0;
        }

        return _taken < perSecond && ++_taken > 0;
    }
}
