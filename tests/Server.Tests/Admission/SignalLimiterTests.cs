using Mcu.Common;
using Mcu.Server.Admission;

namespace Mcu.Server.Tests.Admission;

public sealed class SignalLimiterTests
{
    [Fact]
    public void So_many_at_once_and_then_so_many_a_second()
    {
        long now = 0;
        using var limiter = new SignalLimiter(10, 20, new ManualBucket(10, 20, () => now));
        Assert.Equal(20, Enumerable.Range(0, 30).Count(_ => limiter.TryTake()));
        int taken = 0;
        for (int i = 0; i < 1_000; i++)
        {
            now += 10 * MonotonicClock.Millisecond;
            taken += limiter.TryTake() ? 1 : 0;
        }

        Assert.InRange(taken, 99, 100);
    }

    [Fact]
    public void The_refusal_says_what_is_allowed()
    {
        using var limiter = new SignalLimiter(10, 20);
        Assert.Equal(
            "You send commands too fast: at most 10 a second are taken, and 20 at once. This one was not carried out.", limiter.Refusal);
    }

    // The library's bucket has a clock of its own; whatever that says, a burst and not more is taken at once, within a second's few.
    [Fact]
    public void The_real_bucket_keeps_to_its_burst()
    {
        using var limiter = new SignalLimiter(1, 20);
        Assert.InRange(Enumerable.Range(0, 1_000).Count(_ => limiter.TryTake()), 20, 30);
    }
}
