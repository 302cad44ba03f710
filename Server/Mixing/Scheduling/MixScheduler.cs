using System.Collections.Concurrent;
using Mcu.Common;

namespace Mcu.Server.Mixing;

// Owns the threads that tick the rooms. A new room goes to the thread that has the least to do and stays there; what is too much
// for one tick in a large room, the threads share.
// Ownership: a room that was added is disposed here, on its mixing thread, when it is removed or the scheduler is.
// Thread: any; Add and Remove of one room one after the other.
internal sealed class MixScheduler : IDisposable
{
    private readonly ConcurrentDictionary<ITickable, MixThread> _rooms = new(ReferenceEqualityComparer.Instance);
    private readonly MixThread[] _threads;
    private bool _disposed;

    // One thread. See MixCallbacks for what the actions are; they are called on the mixing threads.
    public MixScheduler(IPreciseSleep sleep, Action<Exception> faulted, Action? dispatch = null)
        : this([sleep], new MixCallbacks(faulted, dispatch, null))
    {
    }

    // A thread for each sleep, at least one.
    public MixScheduler(IReadOnlyList<IPreciseSleep> sleeps, MixCallbacks callbacks)
    {
        var crew = new MixCrew([.. sleeps.Select(sleep => (Action)sleep.Wake)], static () => MonotonicClock.Now);
        _threads = new MixThread[sleeps.Count];
        for (int i = 0; i < _threads.Length; i++)
        {
            // Each thread's rooms between the others'.
            var schedule = new TickSchedule((TickSchedule.Period + TickSchedule.Spacing) * i / _threads.Length);
            _threads[i] = new MixThread(i, schedule, crew[i], sleeps[i], callbacks, new MixMeter(Lateness, TickTime));
        }

        foreach (MixThread thread in _threads)
        {
            thread.Start();
        }
    }

    // How long after its deadline each tick began.
    public DurationHistogram Lateness { get; } = new();

    // How long each tick took, until its packets had been handed over.
    public DurationHistogram TickTime { get; } = new();

    // Of each thread.
    public IEnumerable<MixMeter> Meters => _threads.Select(thread => thread.Meter);

    public int Threads => _threads.Length;

    // Ticks left out after stalls.
    public long Skipped => _threads.Sum(thread => thread.Meter.Skipped);

    // Rooms that sleep.
    public int Parked => _threads.Sum(thread => thread.Meter.Parked);

    // Ticks that threw.
    public long Faults => _threads.Sum(thread => thread.Meter.Faults);

    // How far the thread that has the most to do has gone down the order of OverloadStep; 0 where all have time enough.
    public int OverloadStep => _threads.Max(thread => thread.Meter.Step);

    public void Add(ITickable room)
    {
        MixThread thread = _threads.MinBy(thread => thread.Load)!;
        if (_rooms.TryAdd(room, thread))
        {
            thread.Add(room);
        }
    }

    // Nothing where it is not there.
    public void Remove(ITickable room)
    {
        if (_rooms.TryRemove(room, out MixThread? thread))
        {
            thread.Remove(room);
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        foreach (MixThread thread in _threads)
        {
            thread.Stop();
        }

        foreach (MixThread thread in _threads)
        {
            thread.Join();
        }
    }
}
