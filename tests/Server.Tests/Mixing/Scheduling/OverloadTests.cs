using Mcu.Common;
using Mcu.Common.Opus;
using Mcu.Server.Mixing;
using Mcu.Testing;

namespace Mcu.Server.Tests.Mixing;

// In virtual time: seconds of which so much went into ticks, and what that does to the effort.
public class OverloadTests
{
    private readonly List<OverloadChange> _told = [];
    private readonly Overload _overload;
    private long _now = 1_000 * MonotonicClock.Second;

    public OverloadTests()
    {
        _overload = new Overload(_told.Add);
        _overload.Look(_now);
    }

    [Fact]
    public void It_lowers_the_complexity_first_and_then_how_many_are_heard()
    {
        int full = OpusDefaults.Complexity;
        List<MixEffort> seen = [_overload.Effort];
        for (int i = 0; i < 10; i++)
        {
            Pass(seconds: 1, share: 0.95);
            seen.Add(_overload.Effort);
        }

        Assert.Equal(
            [
                new(full, int.MaxValue), new(3, int.MaxValue), new(1, int.MaxValue), new(0, int.MaxValue),
                new(0, 8), new(0, 4), new(0, 2),
            ],
            seen.Distinct());
        Assert.Equal(seen[6], seen[^1]);
    }

    [Fact]
    public void The_documents_tell_the_steps_in_their_order()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "server.md"));
        for (int step = OverloadStep.None; step <= OverloadStep.Last; step++)
        {
            string row = document.Split('\n').Single(line => line.StartsWith($"| {step} |", StringComparison.Ordinal));
            MixEffort effort = OverloadStep.EffortOf(step);
            Assert.Contains(
                effort.MaxTalkers == int.MaxValue ? $"complexity {effort.Complexity}" : $"{effort.MaxTalkers} loudest",
                row,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.59, 0)]
    [InlineData(0.89, 0)]
    [InlineData(0.91, 1)]
    [InlineData(1.5, 1)]
    public void More_than_nine_tenths_of_a_second_is_too_much(double share, int step)
    {
        Pass(1, share);

        Assert.Equal(step, _overload.Step);
        Assert.Equal(share, _overload.Share, 2);
    }

    [Fact]
    public void Ticks_skipped_once_are_a_stall_and_in_two_seconds_running_an_overload()
    {
        Pass(1, 0.3, skipped: 500);
        Pass(1, 0.3);
        Pass(1, 0.3, skipped: 500);
        Assert.Equal(0, _overload.Step);

        Pass(1, 0.3, skipped: 1);
        Assert.Equal(1, _overload.Step);
        Assert.Equal(1, Assert.Single(_told).Skipped);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public void A_machine_that_stood_still_amid_a_tick_is_not_overloaded(int seconds)
    {
        Pass(3, 0.3);
        Stall(seconds);
        Pass(3, 0.3);

        Assert.Equal(0, _overload.Step);
        Assert.Empty(_told);
    }

    [Fact]
    public void Ticks_that_each_take_longer_than_that_are_an_overload()
    {
        for (int i = 0; i < 10; i++)
        {
            Stall(seconds: 0.4);
        }

        Assert.NotEqual(0, _overload.Step);
    }

    [Theory]
    [InlineData(0.61)]
    [InlineData(0.89)]
    public void Between_strained_and_calm_nothing_changes(double share)
    {
        Pass(2, 0.95);
        Pass(100, share);

        Assert.Equal(2, _overload.Step);
    }

    [Fact]
    public void Five_calm_seconds_undo_one_step_and_what_is_not_calm_begins_them_anew()
    {
        Pass(2, 0.95);
        Pass(4, 0.59);
        Assert.Equal(2, _overload.Step);
        Pass(1, 0.7);
        Pass(4, 0.59);
        Assert.Equal(2, _overload.Step);
        Pass(1, 0.59);
        Assert.Equal(1, _overload.Step);
        Pass(4, 0.59);
        Assert.Equal(1, _overload.Step);
        Pass(1, 0.59);
        Assert.Equal(0, _overload.Step);
    }

    [Fact]
    public void Ticks_that_are_skipped_are_not_calm()
    {
        Pass(1, 0.95);
        for (int i = 0; i < 20; i++)
        {
            Pass(1, 0.3, skipped: i % 2);
        }

        Assert.Equal(1, _overload.Step);
    }

    [Fact]
    public void Ticks_skipped_because_others_keep_the_machine_busy_are_no_reason_to_lower_what_costs_little()
    {
        Pass(10, 0.1, skipped: 500);
        Assert.Equal(0, _overload.Step);

        // Nor to leave lowered what was.
        Pass(1, 0.95);
        Pass(5, 0.1, skipped: 500);
        Assert.Equal(0, _overload.Step);
    }

    [Fact]
    public void What_proves_too_early_waits_longer_the_next_time_and_no_longer_than_the_most()
    {
        List<long> waits = [];
        Pass(1, 0.95);
        for (int i = 0; i < 8; i++)
        {
            long since = _now;
            while (_overload.Step > 0)
            {
                Pass(1, 0.1);
            }

            waits.Add((_now - since) / MonotonicClock.Second);
            Pass(1, 0.95);
        }

        Assert.Equal([5, 10, 20, 40, 80, 80, 80, 80], waits);

        // Calm for long, it is patient no more than at first.
        Pass(200, 0.1);
        Pass(1, 0.95);
        Pass(5, 0.1);
        Assert.Equal(0, _overload.Step);
    }

    [Fact]
    public void It_is_told_once_when_it_begins_and_once_when_it_is_over()
    {
        Pass(5, 0.95, skipped: 7);
        OverloadChange begun = Assert.Single(_told);
        Assert.True(begun.IsOverloaded);
        Assert.Equal(0.95, begun.Share, 2);
        Assert.Equal(7, begun.Skipped);
        Assert.Equal(new MixEffort(3, int.MaxValue), begun.Effort);

        Pass(25, 0.5);

        Assert.Equal(2, _told.Count);
        Assert.False(_told[1].IsOverloaded);
        Assert.Equal(new MixEffort(0, 4), _told[1].Effort);
        Assert.Equal(29 * MonotonicClock.Second, _told[1].Duration);
        Assert.Equal(MixEffort.Full, _overload.Effort);
    }

    [Fact]
    public void It_recovers_where_nothing_ticks_any_more_and_asks_for_no_looks_after_that()
    {
        Assert.Equal(long.MaxValue, _overload.NextLook);
        Pass(2, 0.95);

        int looks = 0;
        while (_overload.NextLook < long.MaxValue)
        {
            _now = _overload.NextLook;
            _overload.Look(_now);
            looks++;
        }

        Assert.Equal(0, _overload.Step);
        Assert.Equal(10, looks);
    }

    // One tick, and those that it keeps from being run.
    private void Stall(double seconds)
    {
        long duration = (long)(seconds * MonotonicClock.Second);
        _now += duration;
        _overload.Ticked(duration, 0);
        _overload.Look(_now);
        _overload.Ticked(MonotonicClock.Millisecond, (duration / TickSchedule.Period) - 1);
    }

    // Fifty ticks a second.
    private void Pass(int seconds, double share, long skipped = 0)
    {
        for (int i = 0; i < seconds * 50; i++)
        {
            _now += TickSchedule.Period;
            _overload.Ticked((long)(share * TickSchedule.Period), i % 50 == 0 ? skipped : 0);
            _overload.Look(_now);
        }
    }
}
