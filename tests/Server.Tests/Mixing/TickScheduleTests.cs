using Mcu.Common;
using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

public class TickScheduleTests
{
    private const long Start = 1_000 * MonotonicClock.Second + 12_345;

    [Fact]
    public void Deadlines_are_absolute_so_lateness_does_not_add_up()
    {
        var schedule = new TickSchedule();
        schedule.Add(new CountingRoom(), Start);
        long first = schedule.NextDeadline;
        Assert.InRange(first, Start, Start + TickSchedule.Period);

        for (int i = 0; i < 1000; i++)
        {
            long now = schedule.NextDeadline + 3 * MonotonicClock.Millisecond;
            Assert.True(schedule.TryTakeDue(now, out DueTick due));
            Assert.Equal(3 * MonotonicClock.Millisecond, due.Lateness);
            Assert.Equal(0, due.Skipped);
            Assert.False(schedule.TryTakeDue(now, out _));
        }

        Assert.Equal(first + (1000 * TickSchedule.Period), schedule.NextDeadline);
    }

    [Fact]
    public void Rooms_are_spread_over_the_period()
    {
        var schedule = new TickSchedule();
        for (int i = 0; i < 64; i++)
        {
            schedule.Add(new CountingRoom(), Start);
        }

        var perMillisecond = new int[20];
        while (schedule.NextDeadline < Start + TickSchedule.Period)
        {
            perMillisecond[(schedule.NextDeadline - Start) / MonotonicClock.Millisecond % 20]++;
            Assert.True(schedule.TryTakeDue(schedule.NextDeadline, out _));
        }

        Assert.Equal(64, perMillisecond.Sum());
        Assert.All(perMillisecond, count => Assert.InRange(count, 2, 4));
    }

    [Fact]
    public void After_a_stall_the_missed_ticks_are_skipped_and_counted()
    {
        var schedule = new TickSchedule();
        schedule.Add(new CountingRoom(), Start);
        long deadline = schedule.NextDeadline;
        long now = deadline + (100 * TickSchedule.Period) + 5;

        Assert.True(schedule.TryTakeDue(now, out DueTick due));

        Assert.Equal(100, due.Skipped);
        Assert.False(schedule.TryTakeDue(now, out _));
        Assert.Equal(deadline + (101 * TickSchedule.Period), schedule.NextDeadline);
    }

    [Fact]
    public void A_removed_room_ticks_no_more_and_frees_its_place()
    {
        var schedule = new TickSchedule();
        var room = new CountingRoom();
        schedule.Add(room, Start);
        long place = schedule.NextDeadline;

        Assert.True(schedule.Remove(room));
        Assert.False(schedule.Remove(room));
        Assert.True(schedule.IsEmpty);
        Assert.Equal(long.MaxValue, schedule.NextDeadline);
        schedule.Add(room, Start);
        Assert.Equal(place, schedule.NextDeadline);
    }

    [Fact]
    public void A_scheduler_ticks_a_room_and_disposes_of_it()
    {
        using var ticked = new ManualResetEventSlim();
        using var disposed = new ManualResetEventSlim();
        var room = new CountingRoom { Ticked = ticked.Set, Disposed = disposed.Set };
        using (var scheduler = new MixScheduler(PreciseSleep.ForThisSystem(), _ => { }))
        {
            scheduler.Add(room);
            Assert.True(ticked.Wait(TimeSpan.FromSeconds(10)));
            scheduler.Remove(room);
            Assert.True(disposed.Wait(TimeSpan.FromSeconds(10)));
            Assert.True(scheduler.Lateness.Count > 0);
        }
    }

    [Fact]
    public void A_room_that_throws_does_not_stop_the_others()
    {
        using var ticked = new ManualResetEventSlim();
        using var heard = new ManualResetEventSlim();
        var bad = new CountingRoom { Ticked = () => throw new InvalidOperationException("bad room") };
        var good = new CountingRoom { Ticked = ticked.Set };
        using (var scheduler = new MixScheduler(PreciseSleep.ForThisSystem(), _ => heard.Set()))
        {
            scheduler.Add(bad);
            Assert.True(heard.Wait(TimeSpan.FromSeconds(10)));
            scheduler.Add(good);
            Assert.True(ticked.Wait(TimeSpan.FromSeconds(10)));
            Assert.True(scheduler.Faults > 0);
        }

        Assert.True(bad.IsDisposed && good.IsDisposed);
    }

    private sealed class CountingRoom : ITickable
    {
        public Action? Ticked { get; init; }

        public Action? Disposed { get; init; }

        public bool IsDisposed { get; private set; }

        public void Tick(long now) => Ticked?.Invoke();

        public void Sent(long now)
        {
        }

        public void Dispose()
        {
            IsDisposed = true;
            Disposed?.Invoke();
        }
    }
}
