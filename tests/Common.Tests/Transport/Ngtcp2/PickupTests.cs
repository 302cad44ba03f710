using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>When an endpoint's thread may leave what arrives lying, and what it says it has taken in.</summary>
public sealed class PickupTests
{
    private const long Start = 1_000 * MonotonicClock.Second;
    private long _next;

    [Fact]
    public void EverythingCountsAsTakenInWhileNothingIsLeft()
    {
        var pickup = new Pickup(_ => _next);
        Assert.Equal(0, pickup.LeaveUntil(hasNewcomers: false, Start));
        Assert.True(pickup.HasTakenIn(Start + MonotonicClock.Second, out bool mustWake));
        Assert.False(mustWake);
    }

    [Fact]
    public void WhatIsLeftIsTakenInWithTheNextLook()
    {
        var pickup = new Pickup(_ => _next);
        _next = Start + Pickup.Period;
        pickup.Took(Start - 1);
        Assert.Equal(_next, pickup.LeaveUntil(hasNewcomers: false, Start));
        Assert.True(pickup.HasTakenIn(Start - 1, out _));
        Assert.False(pickup.HasTakenIn(Start, out bool mustWake));
        Assert.True(mustWake);

        // Once is enough, until there was a look.
        Assert.False(pickup.HasTakenIn(Start, out mustWake));
        Assert.False(mustWake);
        pickup.Took(Start + 5);
        Assert.True(pickup.HasTakenIn(Start + 5, out _));
        Assert.False(pickup.HasTakenIn(Start + 6, out mustWake));
        Assert.True(mustWake);
    }

    [Fact]
    public void NothingIsLeftForLongerThanAFrame()
    {
        var pickup = new Pickup(_ => _next);
        _next = long.MaxValue;
        Assert.Equal(Start + Pickup.Period, pickup.LeaveUntil(hasNewcomers: false, Start));
    }

    [Fact]
    public void NothingIsLeftWhileSomebodyIsInTheHandshake()
    {
        var pickup = new Pickup(_ => _next);
        _next = Start + Pickup.Period;
        pickup.LeaveUntil(hasNewcomers: false, Start);
        Assert.Equal(0, pickup.LeaveUntil(hasNewcomers: true, Start));
        Assert.True(pickup.HasTakenIn(Start, out _));
    }

    [Theory]
    [InlineData(Pickup.Many, true)]
    [InlineData(Pickup.Many + 1, false)]
    public void NothingIsLeftWhereManyCome(int perPeriod, bool leaves)
    {
        // However they come: one by one, a frame's at once, or those of five frames.
        foreach (int looks in new[] { perPeriod * 10, 10, 2 })
        {
            var pickup = new Pickup(_ => _next);
            _next = long.MaxValue;
            pickup.Took(Start);
            for (int i = 1; i <= looks; i++)
            {
                pickup.Count(10 * perPeriod / looks);
                pickup.Took(Start + (i * Pickup.CountingTime / looks));
            }

            Assert.Equal(leaves, pickup.LeaveUntil(hasNewcomers: false, Start + Pickup.CountingTime) > 0);
        }
    }

    [Fact]
    public void ItIsLeftAgainWhenFewCome()
    {
        var pickup = new Pickup(_ => _next);
        _next = long.MaxValue;
        long now = Start;
        pickup.Took(now);
        pickup.Count(11 * Pickup.Many);
        pickup.Took(now += Pickup.CountingTime);
        Assert.Equal(0, pickup.LeaveUntil(hasNewcomers: false, now));
        pickup.Count(1);
        pickup.Took(now += Pickup.CountingTime);
        Assert.True(pickup.LeaveUntil(hasNewcomers: false, now) > 0);
    }
}
