using System.Threading.RateLimiting;

namespace Mcu.Server.Admission;

// The library's token bucket, filled up when it is asked and not by a timer: a thousand quiet clients cost nothing. After a pause it
// gives one token more than `burst`, since a full bucket does not note that it was asked to fill; not worth a bucket of our own.
internal sealed class TokenBucket(int perSecond, int burst) : ITokenBucket
{
    private readonly TokenBucketRateLimiter _limiter = new(new TokenBucketRateLimiterOptions
    {
        AutoReplenishment = false,
        TokenLimit = burst,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    });

    public bool TryTake()
    {
        _limiter.TryReplenish();
        using RateLimitLease lease = _limiter.AttemptAcquire();
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
