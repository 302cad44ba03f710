using Mcu.Common;
using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

public class PickupPlanTests
{
    private const long Start = 1_000 * MonotonicClock.Second;
    private readonly MixMeter _one = NewMeter();
    private readonly MixMeter _other = NewMeter();
    private readonly PickupPlan _plan;
    private long _forwards;

    public PickupPlanTests()
    {
        _plan = new PickupPlan(() => _forwards);
        _plan.Follow([_one, _other]);
    }

    [Fact]
    public void Nothing_is_left_where_no_tick_is_due()
    {
        Assert.Equal(0, _plan.NextPickup(Start));
        Assert.Equal(0, new PickupPlan(() => 0).NextPickup(Start));
    }

    [Fact]
    public void What_arrives_is_left_until_just_before_the_earliest_tick()
    {
        _one.ShowPlan(Start + (9 * MonotonicClock.Millisecond), hasOneAwake: true);
        _other.ShowPlan(Start + (5 * MonotonicClock.Millisecond), hasOneAwake: true);

        Assert.Equal(Start + (5 * MonotonicClock.Millisecond) - PickupPlan.Lead, _plan.NextPickup(Start));
    }

    [Fact]
    public void After_the_pickup_for_the_only_tick_the_next_one_is_a_period_later()
    {
        long tick = Start + TickSchedule.Period;
        _one.ShowPlan(tick, hasOneAwake: true);

        Assert.Equal(tick - PickupPlan.Lead + TickSchedule.Period, _plan.NextPickup(tick - PickupPlan.Lead));
    }

    [Fact]
    public void After_the_pickup_for_one_of_several_it_looks_again_at_the_tick()
    {
        long tick = Start + TickSchedule.Period;
        _one.ShowPlan(tick, hasOneAwake: false);

        Assert.Equal(tick, _plan.NextPickup(tick - PickupPlan.Lead));
        Assert.True(_plan.NextPickup(tick) <= tick);
    }

    // The tick of a room that rests may come sooner than it says: as soon as somebody speaks.
    [Fact]
    public void Nothing_is_left_for_a_tick_that_is_far_off()
    {
        _one.ShowPlan(Start + (2 * TickSchedule.Period), hasOneAwake: true);

        Assert.Equal(0, _plan.NextPickup(Start));
    }

    [Fact]
    public void Nothing_is_left_while_packets_are_passed_on_and_a_while_after()
    {
        long period = TickSchedule.Period;
        _one.ShowPlan(Start + period, hasOneAwake: true);
        Assert.True(_plan.NextPickup(Start) > Start);

        _forwards++;
        Assert.Equal(0, _plan.NextPickup(Start + 1));
        _one.ShowPlan(Start + 1 + PickupPlan.Expectation + period, hasOneAwake: true);
        Assert.Equal(0, _plan.NextPickup(Start + PickupPlan.Expectation));
        Assert.True(_plan.NextPickup(Start + 1 + PickupPlan.Expectation) > Start + 1 + PickupPlan.Expectation);
    }

    private static MixMeter NewMeter() => new(new DurationHistogram(), new DurationHistogram());
}
