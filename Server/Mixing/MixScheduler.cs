using System.Collections.Concurrent;
using Mcu.Common;

namespace Mcu.Server.Mixing;

// Owns the thread that ticks the rooms. While no room has anybody it waits for one without a timer.
// Ownership: a room that was added is disposed here, on the mixing thread, when it is removed or the scheduler is.
// Thread: Add and Remove from any; rooms are ticked on this one only. A second scheduler is a second core.
internal sealed class MixScheduler : IDisposable
{
    private readonly TickSchedule _schedule = new();
    private readonly ConcurrentQueue<(ITickable Room, bool Add)> _changes = new();
    // Never disposed: a session that ends after the scheduler still asks for its room to be removed.
    private readonly AutoResetEvent _wake = new(false);
    private readonly IPreciseSleep _sleep;
    private readonly Action<Exception> _faulted;
    private readonly Thread _thread;
    private volatile bool _stopping;
    private long _skipped;
    private long _faults;
    private long _nextReport;

    // `faulted` hears of a tick that threw, on the mixing thread, once a second at most: a room that fails, fails 50 times a
    // second. The room goes on with its next tick.
    public MixScheduler(IPreciseSleep sleep, Action<Exception> faulted)
    {
        _sleep = sleep;
        _faulted = faulted;
        _thread = new Thread(Run) { Name = "mix", IsBackground = true, Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    // How long after its deadline each tick began.
    public DurationHistogram Lateness { get; } = new();

    // Ticks left out after stalls.
    public long Skipped => Volatile.Read(ref _skipped);

    // Ticks that threw.
    public long Faults => Volatile.Read(ref _faults);

    public void Add(ITickable room) => Change(room, true);

    public void Remove(ITickable room) => Change(room, false);

    public void Dispose()
    {
        if (!_stopping)
        {
            _stopping = true;
            _wake.Set();
            _thread.Join();
        }
    }

    private void Change(ITickable room, bool add)
    {
        _changes.Enqueue((room, add));
        _wake.Set();
    }

    private void Run()
    {
        _sleep.PrepareThread();
        while (!_stopping)
        {
            TakeChanges();
            if (_schedule.IsEmpty)
            {
                _wake.WaitOne();
                continue;
            }

            long deadline = _schedule.NextDeadline;
            if (MonotonicClock.Now < deadline)
            {
                _sleep.SleepUntil(deadline);
            }

            // One tick, then the changes again: where rooms want more time than there is, one is always due, and members must be
            // able to leave all the same.
            if (_schedule.TryTakeDue(MonotonicClock.Now, out DueTick due))
            {
                Lateness.Record(due.Lateness);
                Volatile.Write(ref _skipped, _skipped + due.Skipped);
                RunTick(due.Room);
            }
        }

        DisposeRooms();
    }

    private void RunTick(ITickable room)
    {
        try
        {
            room.Tick(MonotonicClock.Now);
            room.Sent(MonotonicClock.Now);
        }
        catch (Exception exception)
        {
            // One room's failure must not silence the others.
            Volatile.Write(ref _faults, _faults + 1);
            long now = MonotonicClock.Now;
            if (now >= _nextReport)
            {
                _nextReport = now + MonotonicClock.Second;
                _faulted(exception);
            }
        }
    }

    private void TakeChanges()
    {
        while (_changes.TryDequeue(out (ITickable Room, bool Add) change))
        {
            if (change.Add)
            {
                _schedule.Add(change.Room, MonotonicClock.Now);
            }
            else
            {
                _schedule.Remove(change.Room);
                change.Room.Dispose();
            }
        }
    }

    private void DisposeRooms()
    {
        TakeChanges();
        while (_schedule.TryTakeDue(long.MaxValue / 2, out DueTick due))
        {
            _schedule.Remove(due.Room);
            due.Room.Dispose();
        }
    }
}
