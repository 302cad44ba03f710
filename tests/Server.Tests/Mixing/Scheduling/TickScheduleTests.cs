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

        var perPlace = new int[TickSchedule.Period / TickSchedule.Spacing];
        while (schedule.NextDeadline < Start + TickSchedule.Period)
        {
            perPlace[(schedule.NextDeadline - Start) / TickSchedule.Spacing]++;
            Assert.True(schedule.TryTakeDue(schedule.NextDeadline, out _));
        }

        Assert.All(perPlace, count => Assert.Equal(64 / perPlace.Length, count));
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
    public void A_parked_room_is_not_due_and_keeps_its_place_among_the_others()
    {
        var schedule = new TickSchedule();
        var room = new CountingRoom();
        var other = new CountingRoom();
        schedule.Add(room, Start);
        long place = schedule.NextDeadline;
        schedule.Add(other, Start);

        Assert.True(schedule.Park(room));
        Assert.False(schedule.Park(room));
        Assert.Equal(1, schedule.ParkedCount);
        Assert.Equal(2, schedule.Count);
        Assert.Equal(place - (TickSchedule.Period / 2), schedule.NextDeadline);
        Assert.False(schedule.TryTakeDue(schedule.NextDeadline - 1, out _));
        Assert.True(schedule.Park(other));
        Assert.Equal(long.MaxValue, schedule.NextDeadline);
        Assert.False(schedule.IsEmpty);

        Assert.True(schedule.Remove(room));
        Assert.True(schedule.Remove(other));
        schedule.Add(room, Start);
        Assert.Equal(place, schedule.NextDeadline);
    }

    [Fact]
    public void A_room_that_is_woken_ticks_at_its_old_place_and_what_it_slept_is_neither_late_nor_skipped()
    {
        var schedule = new TickSchedule();
        var room = new CountingRoom();
        schedule.Add(room, Start);
        long deadline = schedule.NextDeadline;
        Assert.True(schedule.TryTakeDue(deadline, out _));
        schedule.Park(room);
        Assert.False(schedule.TryTakeDue(deadline + (500 * TickSchedule.Period), out _));

        Assert.True(schedule.Wake(room, deadline + (1000 * TickSchedule.Period) + 1));
        Assert.False(schedule.Wake(room, deadline));

        // It slept through 1,000 ticks; the one after them is the first that is still to come.
        Assert.Equal(deadline + (1001 * TickSchedule.Period), schedule.NextDeadline);
        Assert.True(schedule.TryTakeDue(schedule.NextDeadline + 7, out DueTick due));
        Assert.Equal(new DueTick(room, Lateness: 7, Skipped: 0, Slept: 1000, EndsRest: false), due);
        Assert.True(schedule.TryTakeDue(schedule.NextDeadline, out due));
        Assert.Equal(new DueTick(room, Lateness: 0, Skipped: 0, Slept: 0, EndsRest: false), due);
    }

    [Fact]
    public void A_room_that_rests_is_due_at_its_first_place_after_that()
    {
        var schedule = new TickSchedule();
        var room = new CountingRoom();
        schedule.Add(room, Start);
        long deadline = schedule.NextDeadline;

        Assert.True(schedule.Park(room, deadline + (9 * TickSchedule.Period) + 1));
        Assert.False(schedule.Park(room));
        Assert.Equal(deadline + (10 * TickSchedule.Period), schedule.NextDeadline);

        Assert.True(schedule.TryTakeDue(schedule.NextDeadline + 5, out DueTick due));
        Assert.Equal(new DueTick(room, Lateness: 5, Skipped: 0, Slept: 10, EndsRest: true), due);
        Assert.Equal(deadline + (11 * TickSchedule.Period), schedule.NextDeadline);
        Assert.True(schedule.Park(room));
    }

    [Fact]
    public void A_room_that_is_woken_from_its_rest_is_due_at_its_next_place()
    {
        var schedule = new TickSchedule();
        var room = new CountingRoom();
        var other = new CountingRoom();
        schedule.Add(room, Start);
        schedule.Add(other, Start);
        Assert.True(schedule.Remove(other));
        long deadline = schedule.NextDeadline;
        schedule.Park(room, deadline + (10 * TickSchedule.Period));

        Assert.True(schedule.Wake(room, deadline + (3 * TickSchedule.Period) + 1));
        Assert.False(schedule.Wake(room, deadline));
        Assert.True(schedule.TryTakeDue(deadline + (4 * TickSchedule.Period), out DueTick due));
        Assert.Equal(new DueTick(room, Lateness: 0, Skipped: 0, Slept: 4, EndsRest: false), due);
    }

    [Fact]
    public void Whoever_is_woken_before_the_first_place_of_a_rest_has_slept_through_none()
    {
        var schedule = new TickSchedule();
        var room = new CountingRoom();
        schedule.Add(room, Start);
        long deadline = schedule.NextDeadline;
        schedule.Park(room, deadline + (10 * TickSchedule.Period));

        Assert.True(schedule.Wake(room, deadline - 1));
        Assert.True(schedule.TryTakeDue(deadline, out DueTick due));
        Assert.Equal(0, due.Slept);
    }

    [Fact]
    public void Rest_that_ends_before_the_next_tick_is_none()
    {
        var schedule = new TickSchedule();
        var room = new CountingRoom();
        schedule.Add(room, Start);
        long deadline = schedule.NextDeadline;

        Assert.False(schedule.Park(room, deadline));
        Assert.True(schedule.TryTakeDue(deadline, out DueTick due));
        Assert.False(due.EndsRest);
    }

    [Fact]
    public void A_room_that_rests_can_be_let_go()
    {
        var schedule = new TickSchedule();
        var room = new CountingRoom();
        schedule.Add(room, Start);
        schedule.Park(room, schedule.NextDeadline + (10 * TickSchedule.Period));

        Assert.True(schedule.Remove(room));
        Assert.Equal(long.MaxValue, schedule.NextDeadline);
    }

    [Fact]
    public void A_room_that_is_woken_before_its_next_tick_has_slept_through_none()
    {
        var schedule = new TickSchedule();
        var room = new CountingRoom();
        schedule.Add(room, Start);
        long deadline = schedule.NextDeadline;
        schedule.Park(room);

        schedule.Wake(room, deadline);

        Assert.True(schedule.TryTakeDue(deadline, out DueTick due));
        Assert.Equal(0, due.Slept);
    }

    [Fact]
    public void Ticks_slept_through_and_ticks_skipped_are_told_apart()
    {
        var schedule = new TickSchedule();
        var room = new CountingRoom();
        schedule.Add(room, Start);
        schedule.Park(room);
        schedule.Wake(room, Start + (10 * TickSchedule.Period));

        Assert.True(schedule.TryTakeDue(schedule.NextDeadline + (3 * TickSchedule.Period), out DueTick due));
        Assert.Equal(3, due.Skipped);
        Assert.InRange(due.Slept, 9, 10);
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

        public Doorbell<ITickable> Bell { get; } = new();

        public long IdleUntil => long.MinValue;

        public void Skip(long ticks)
        {
        }

        public void Tick(long now, TickTerms terms) => Ticked?.Invoke();

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
