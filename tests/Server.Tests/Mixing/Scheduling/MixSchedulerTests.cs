using Mcu.Common;
using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

// The scheduler's own thread on the real clock; the tests wait for what happens on it, never for time to pass.
public sealed class MixSchedulerTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource<Exception> _faulted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MixScheduler _scheduler;

    public MixSchedulerTests() =>
        _scheduler = new MixScheduler(PreciseSleep.ForThisSystem(), failure => _faulted.TrySetResult(failure));

    [Fact]
    public async Task A_room_that_is_removed_is_disposed()
    {
        var room = new ObservedRoom();
        _scheduler.Add(room);
        await room.Ticked.WaitAsync(s_patience);

        _scheduler.Remove(room);

        await room.Disposed.WaitAsync(s_patience);
    }

    [Fact]
    public async Task A_room_that_always_takes_longer_than_there_is_time_can_be_removed()
    {
        var slow = new ObservedRoom
        {
            // The next tick is due before this one is over.
            OnTick = now => SpinWait.SpinUntil(() => MonotonicClock.Now > now + TickSchedule.Period + MonotonicClock.Millisecond),
        };
        _scheduler.Add(slow);
        await slow.Ticked.WaitAsync(s_patience);

        _scheduler.Remove(slow);

        await slow.Disposed.WaitAsync(s_patience);
    }

    [Fact]
    public async Task A_tick_that_throws_is_told_and_other_rooms_go_on()
    {
        var failing = new ObservedRoom { OnTick = _ => throw new InvalidOperationException("no") };
        _scheduler.Add(failing);
        Assert.Equal("no", (await _faulted.Task.WaitAsync(s_patience)).Message);

        var other = new ObservedRoom();
        _scheduler.Add(other);

        await other.Ticked.WaitAsync(s_patience);
        Assert.True(_scheduler.Faults >= 1);
    }

    [Fact]
    public async Task Its_end_disposes_the_rooms_and_what_comes_after_is_harmless()
    {
        var room = new ObservedRoom();
        _scheduler.Add(room);

        _scheduler.Dispose();
        _scheduler.Remove(room);

        await room.Disposed.WaitAsync(s_patience);
    }

    [Fact]
    public async Task An_idle_room_is_parked_and_ticks_when_its_bell_rings()
    {
        var room = new ObservedRoom();
        _scheduler.Add(room);
        await room.Ticked.WaitAsync(s_patience);
        room.Work = 0;
        await Eventually(() => _scheduler.Parked == 1);
        int before = room.Ticks;
        long ticks = _scheduler.Lateness.Count;

        room.Bring(1);

        await Eventually(() => room.Ticks == before + 1);
        await Eventually(() => _scheduler.Parked == 1);
        Assert.Equal(ticks + 1, _scheduler.Lateness.Count);
        Assert.Equal(before + 1, room.Ticks);
    }

    [Fact]
    public async Task A_parked_room_that_is_removed_is_disposed()
    {
        var room = new ObservedRoom { Work = 0 };
        _scheduler.Add(room);
        await room.Ticked.WaitAsync(s_patience);
        await Eventually(() => _scheduler.Parked == 1);

        _scheduler.Remove(room);

        await room.Disposed.WaitAsync(s_patience);
        room.Bring(1);
    }

    [Fact]
    public async Task Its_end_disposes_parked_rooms_too()
    {
        var room = new ObservedRoom { Work = 0 };
        _scheduler.Add(room);
        await room.Ticked.WaitAsync(s_patience);
        await Eventually(() => _scheduler.Parked == 1);

        _scheduler.Dispose();

        await room.Disposed.WaitAsync(s_patience);
        room.Bring(1);
    }

    // Each round waits for its tick, on a room that is lying down or asleep already: one wake that is lost, and it never comes.
    [Fact]
    public async Task However_often_a_room_falls_asleep_what_it_is_brought_wakes_it()
    {
        var room = new ObservedRoom { Work = 0 };
        _scheduler.Add(room);
        await room.Ticked.WaitAsync(s_patience);
        for (int i = 0; i < 100; i++)
        {
            room.Bring(1);
            await Eventually(() => room.Work == 0);
        }

        Assert.True(room.Ticks >= 100);
    }

    public void Dispose() => _scheduler.Dispose();

    // Turns until it is so; the test fails where it never comes to be.
    private static async Task Eventually(Func<bool> isSo)
    {
        long end = MonotonicClock.Now + (20 * MonotonicClock.Second);
        while (!isSo())
        {
            Assert.True(MonotonicClock.Now < end, "It never came to be.");
            await Task.Yield();
        }
    }
}
