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
        pickup.Took(1, Start - 1);
        Assert.Equal(_next, pickup.LeaveUntil(hasNewcomers: false, Start));
        Assert.True(pickup.HasTakenIn(Start - 1, out _));
        Assert.False(pickup.HasTakenIn(Start, out bool mustWake));
        Assert.True(mustWake);

        // Once is enough, until there was a look.
        Assert.False(pickup.HasTakenIn(Start, out mustWake));
        Assert.False(mustWake);
        pickup.Took(3, Start + 5);
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
            pickup.Took(0, Start);
            for (int i = 1; i <= looks; i++)
            {
                pickup.Took(10 * perPeriod / looks, Start + (i * Pickup.CountingTime / looks));
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
        pickup.Took(0, now);
        pickup.Took(11 * Pickup.Many, now += Pickup.CountingTime);
        Assert.Equal(0, pickup.LeaveUntil(hasNewcomers: false, now));
        pickup.Took(1, now += Pickup.CountingTime);
        Assert.True(pickup.LeaveUntil(hasNewcomers: false, now) > 0);
    }

    // More came at once than is taken in before answers go out: after a stop of the machine, or in a flood.
    [Fact]
    public void WhatIsMoreThanOneTurnTakesInIsNotLeft()
    {
        var pickup = new Pickup(_ => _next);
        _next = long.MaxValue;
        pickup.Took(0, Start - 1);
        Assert.True(pickup.LeaveUntil(hasNewcomers: false, Start) > 0);
        Assert.False(pickup.HasTakenIn(Start, out _));
        pickup.Took(4 * UdpBatch.Capacity, Start + 1, hasMore: true);
        Assert.True(pickup.HasTakenIn(Start + 1, out _));
        Assert.Equal(0, pickup.LeaveUntil(hasNewcomers: false, Start + 2));
        Assert.True(pickup.HasTakenIn(Start + 2, out _));

        // The rest is taken in, and few come again.
        pickup.Took(1, Start + 3);
        Assert.True(pickup.LeaveUntil(hasNewcomers: false, Start + 4) > 0);
        Assert.True(pickup.HasTakenIn(Start + 3, out _));
        Assert.False(pickup.HasTakenIn(Start + 4, out bool mustWake));
        Assert.True(mustWake);
    }

    [Fact]
    public void FloodCountsAlthoughTheSocketIsNeverEmpty()
    {
        var pickup = new Pickup(_ => _next);
        _next = long.MaxValue;
        pickup.Took(0, Start);
        for (int i = 1; i <= 20; i++)
        {
            pickup.Took(4 * UdpBatch.Capacity, Start + (i * Pickup.CountingTime / 20), hasMore: true);
        }

        pickup.Took(1, Start + Pickup.CountingTime + 1);
        Assert.Equal(0, pickup.LeaveUntil(hasNewcomers: false, Start + Pickup.CountingTime + 2));
    }
}
