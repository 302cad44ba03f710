using Mcu.Common;
using Mcu.Common.Protocol;
using Mcu.Server.Mixing;
using Mcu.Testing;

namespace Mcu.Server.Tests.Mixing;

public class TalkerReportTests : ITalkerObserver
{
    private readonly TalkerReport _report;
    private readonly List<string> _told = [];
    private long _now = 7 * MonotonicClock.Second;

    public TalkerReportTests() => _report = new TalkerReport(this);

    [Fact]
    public void Only_changes_are_told()
    {
        Pass(3);
        Pass(50, 1);
        Pass(50, 1, 2);
        Pass(50);

        Assert.Equal(["1", "1 2", ""], _told);
        Assert.Equal(long.MaxValue, _report.NextTick);
    }

    [Fact]
    public void A_change_soon_after_another_waits_until_200_ms_are_over_and_is_told_then()
    {
        Pass(1, 1);
        Pass(1, 1, 2);
        Pass(8, 1, 3);
        Assert.Equal(["1"], _told);
        Assert.InRange(_report.NextTick, _now - TickSchedule.Period, _now + TickSchedule.Period);

        Pass(1, 1, 3);
        Assert.Equal(["1", "1 3"], _told);
        Assert.Equal(long.MaxValue, _report.NextTick);
    }

    [Fact]
    public void Who_pauses_for_less_than_200_ms_beyond_the_hangover_is_shown_all_along()
    {
        for (int word = 0; word < 20; word++)
        {
            Pass(15, 1);
            Pass(10);
        }

        Assert.Equal(["1"], _told);
    }

    [Fact]
    public void Who_falls_silent_is_told_when_that_has_lasted_200_ms_though_no_tick_came_in_between()
    {
        Pass(50, 1, 2);
        Pass(1, 2);
        Assert.Equal(_now + TalkerReport.Linger - TickSchedule.Period, _report.NextTick);

        _now = _report.NextTick;
        Pass(1, 2);
        Assert.Equal(["1 2", "2"], _told);
        Assert.Equal(long.MaxValue, _report.NextTick);
    }

    [Fact]
    public void Each_who_falls_silent_goes_at_their_own_time()
    {
        Pass(50, 1, 2, 3);
        Pass(4, 1, 2);
        Pass(7, 4, 2);
        Assert.Equal(["1 2 3", "1 2 3 4"], _told);

        Pass(10, 2, 4);
        Assert.Equal(["1 2 3", "1 2 3 4", "2 4"], _told);
    }

    [Fact]
    public void The_order_of_a_tick_says_nothing()
    {
        Pass(20, 1, 2);
        Pass(20, 2, 1);

        Assert.Equal(["1 2"], _told);
    }

    [Fact]
    public void A_change_that_is_taken_back_in_time_is_not_told()
    {
        Pass(1, 1);
        Pass(5, 2);
        Pass(20, 1);

        Assert.Equal(["1"], _told);
        Assert.Equal(long.MaxValue, _report.NextTick);
    }

    [Fact]
    public void Changes_in_every_tick_are_told_five_times_a_second()
    {
        for (ulong i = 0; i < 500; i++)
        {
            Pass(1, i);
        }

        Assert.Equal(50, _told.Count);
    }

    [Fact]
    public void No_more_are_told_than_a_message_takes()
    {
        Pass(1, [.. Enumerable.Range(1, 300).Select(i => (ulong)i)]);

        Assert.Equal(ProtocolLimits.MaxTalkers, Assert.Single(_told).Split(' ').Length);
    }

    [Fact]
    public void Without_a_change_nothing_is_allocated()
    {
        ulong[] talkers = [1, 2, 3];
        Pass(1, talkers);

        Assert.Equal(0, Allocation.Of(() => Pass(100, talkers)));
    }

    [Fact]
    public void Without_an_observer_nothing_is_ever_pending()
    {
        var report = new TalkerReport(null);
        report.Begin();
        report.Add(1);
        report.End(_now);

        Assert.Equal(long.MaxValue, report.NextTick);
    }

    void ITalkerObserver.TalkersChanged(IReadOnlyList<ulong> talkers) => _told.Add(string.Join(' ', talkers));

    private void Pass(int ticks, params ulong[] talkers)
    {
        for (int i = 0; i < ticks; i++)
        {
            _report.Begin();
            foreach (ulong talker in talkers)
            {
                _report.Add(talker);
            }

            _report.End(_now);
            _now += 20 * MonotonicClock.Millisecond;
        }
    }
}
