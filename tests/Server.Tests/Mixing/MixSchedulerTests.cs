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

    public void Dispose() => _scheduler.Dispose();

    private sealed class ObservedRoom : ITickable
    {
        private readonly TaskCompletionSource _ticked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Action<long> OnTick { get; init; } = _ => { };

        public Task Ticked => _ticked.Task;

        public Task Disposed => _disposed.Task;

        public void Tick(long now)
        {
            _ticked.TrySetResult();
            OnTick(now);
        }

        public void Sent(long now)
        {
        }

        public void Dispose() => _disposed.TrySetResult();
    }
}
