using System.Collections.Concurrent;
using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

// Several mixing threads on the real clock; the tests wait for what happens on them, never for time to pass.
public sealed class MixThreadsTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly MixScheduler _scheduler = new(
        PreciseSleep.ForThreads(3), new MixCallbacks(_ => { }, Dispatch: null, EffortChanged: null));

    [Fact]
    public async Task Rooms_are_shared_out_evenly_and_each_stays_on_its_thread()
    {
        var threads = new ConcurrentDictionary<ObservedRoom, ConcurrentDictionary<int, bool>>();
        ObservedRoom[] rooms = new ObservedRoom[30];
        for (int i = 0; i < rooms.Length; i++)
        {
            int index = i;
            rooms[i] = new ObservedRoom
            {
                OnTick = _ => threads.GetOrAdd(rooms[index], _ => new())[Environment.CurrentManagedThreadId] = true,
            };
        }

        foreach (ObservedRoom room in rooms)
        {
            _scheduler.Add(room);
        }

        await Task.WhenAll(rooms.Select(room => room.Ticked)).WaitAsync(s_patience);
        await Eventually(() => rooms.All(room => room.Ticks >= 5));

        Assert.All(threads.Values, seen => Assert.Single(seen));
        int[] perThread = [.. threads.Values.CountBy(seen => seen.Keys.Single()).Select(thread => thread.Value)];
        Assert.Equal(3, perThread.Length);
        Assert.All(perThread, count => Assert.InRange(count, 8, 12));
    }

    [Fact]
    public async Task Rooms_of_every_thread_are_removed_and_the_rest_disposed_at_the_end()
    {
        ObservedRoom[] rooms = [.. Enumerable.Range(0, 9).Select(_ => new ObservedRoom())];
        foreach (ObservedRoom room in rooms)
        {
            _scheduler.Add(room);
        }

        foreach (ObservedRoom room in rooms[..5])
        {
            _scheduler.Remove(room);
            _scheduler.Remove(room);
        }

        await Task.WhenAll(rooms[..5].Select(room => room.Disposed)).WaitAsync(s_patience);
        Assert.DoesNotContain(rooms[5..], room => room.Disposed.IsCompleted);
        _scheduler.Dispose();
        await Task.WhenAll(rooms.Select(room => room.Disposed)).WaitAsync(s_patience);
    }

    // Each part waits until two threads are at it at the same time, so it comes to an end only where others help.
    [Fact]
    public async Task A_large_tick_is_shared_with_threads_that_have_nothing_to_do()
    {
        using var work = new MeetingWork();
        var room = new SharingRoom(work);
        _scheduler.Add(room);

        await room.Done.WaitAsync(s_patience);

        Assert.True(work.Threads.Count >= 2);
    }

    [Fact]
    public async Task A_server_with_time_enough_lowers_nothing()
    {
        var room = new ObservedRoom();
        _scheduler.Add(room);
        await room.Ticked.WaitAsync(s_patience);
        await Eventually(() => _scheduler.TickTime.Count > 0);

        Assert.Equal(OverloadStep.None, _scheduler.OverloadStep);
        Assert.Equal(3, _scheduler.Threads);
    }

    public void Dispose() => _scheduler.Dispose();

    private static async Task Eventually(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!isSo())
        {
            Assert.False(patience.IsCancellationRequested, "It never came to be.");
            await Task.Yield();
        }
    }

    private sealed class MeetingWork : IMixWork, IDisposable
    {
        private readonly CountdownEvent _met = new(2);

        public ConcurrentDictionary<int, bool> Threads { get; } = new();

        public void RunPart(int part)
        {
            Threads[Environment.CurrentManagedThreadId] = true;
            if (part < 2)
            {
                _met.Signal();
                _met.Wait(s_patience);
            }
        }

        public void Dispose() => _met.Dispose();
    }

    private sealed class SharingRoom(IMixWork work) : ITickable
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public Doorbell<ITickable> Bell { get; } = new();

        public long IdleUntil => _done.Task.IsCompleted ? long.MaxValue : long.MinValue;

        public void Skip(long ticks)
        {
        }

        public void Tick(long now, TickTerms terms)
        {
            if (!_done.Task.IsCompleted)
            {
                terms.Crew.Run(work, 64);
                _done.TrySetResult();
            }
        }

        public void Sent(long now)
        {
        }

        public void Dispose() => _done.TrySetCanceled();
    }
}
