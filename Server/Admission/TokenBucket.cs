using System.Threading.RateLimiting;

namespace Mcu.Server.Admission;

// The library's token bucket, filled up when it is asked and not by a timer: a thousand quiet clients cost nothing. After a pause it
// gives one token more than `burst`, since a full bucket does not note that it was asked to fill; not worth a bucket of our own.
internal sealed class TokenBucket : ITokenBucket
{
    private readonly TokenBucketRateLimiter _limiter;

    private TokenBucket(double perSecond, int burst) => _limiter = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
    {
        AutoReplenishment = false,
        TokenLimit = burst,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1 / perSecond),
        QueueLimit = 0,
    });

    // A rate of 0 is no limit, as the settings have it.
    public static ITokenBucket Create(double perSecond, int burst) =>
        perSecond > 0 ? new TokenBucket(perSecond, burst) : new EndlessBucket();

    public bool TryTake()
    {
        _limiter.TryReplenish();
        using RateLimitLease lease = _limiter.AttemptAcquire();
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    private sealed class EndlessBucket : ITokenBucket
    {
        public bool TryTake() => true;

        public void Dispose()
        {
        }
    }
}
