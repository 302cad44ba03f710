using Mcu.Common;
using Mcu.Server.Admission;

namespace Mcu.Server.Tests.Admission;

// A token bucket in virtual time: what System.Threading.RateLimiting does, on a clock that the test turns.
internal sealed class ManualBucket(int perSecond, int burst, Func<long> clock) : ITokenBucket
{
    private double _tokens = burst;
    private long _at = clock();

    public bool IsDisposed { get; private set; }

    public bool TryTake()
    {
        long now = clock();
        _tokens = Math.Min(burst, _tokens + ((double)(now - _at) / MonotonicClock.Second * perSecond));
        _at = now;
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }

    public void Dispose() => IsDisposed = true;
}
