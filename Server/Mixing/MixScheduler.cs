using System.Collections.Concurrent;
using Mcu.Common;

namespace Mcu.Server.Mixing;

// Owns the thread that ticks the rooms. A room that has nothing to do is parked until its bell rings; while all are, the thread
// waits without a timer.
// Ownership: a room that was added is disposed here, on the mixing thread, when it is removed or the scheduler is.
// Thread: Add and Remove from any; rooms are ticked on this one only. A second scheduler is a second core.
internal sealed class MixScheduler : IDisposable
{
    private readonly TickSchedule _schedule = new();
    private readonly ConcurrentQueue<(ITickable Room, bool Add)> _changes = new();
    private readonly RoomParking _parking;
    private readonly IPreciseSleep _sleep;
    private readonly Action<Exception> _faulted;
    private readonly Action? _dispatch;
    private readonly Thread _thread;
    private volatile bool _stopping;
    private long _skipped;
    private long _faults;
    private int _parked;
    private long _nextReport;

    // `faulted` hears of a tick that threw, on the mixing thread, once a second at most: a room that fails, fails 50 times a
    // second. The room goes on with its next tick. `dispatch` is called after each tick, on the thread that ran it: it sends on its
    // way what the tick has queued.
    public MixScheduler(IPreciseSleep sleep, Action<Exception> faulted, Action? dispatch = null)
    {
        _sleep = sleep;
        _parking = new RoomParking(_schedule, sleep.Wake);
        _faulted = faulted;
        _dispatch = dispatch;
        _thread = new Thread(Run) { Name = "mix", IsBackground = true, Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    // How long after its deadline each tick began.
    public DurationHistogram Lateness { get; } = new();

    // How long each tick took, the handing over of its packets included.
    public DurationHistogram TickTime { get; } = new();

    // Ticks left out after stalls.
    public long Skipped => Volatile.Read(ref _skipped);

    // Rooms that sleep.
    public int Parked => Volatile.Read(ref _parked);

    // Ticks that threw.
    public long Faults => Volatile.Read(ref _faults);

    public void Add(ITickable room) => Change(room, true);

    public void Remove(ITickable room) => Change(room, false);

    public void Dispose()
    {
        if (!_stopping)
        {
            _stopping = true;
            _sleep.Wake();
            _thread.Join();
        }
    }

    private void Change(ITickable room, bool add)
    {
        _changes.Enqueue((room, add));
        _sleep.Wake();
    }

    private void Run()
    {
        _sleep.PrepareThread();
        while (!_stopping)
        {
            TakeChanges();
            _parking.TakeBack(MonotonicClock.Now);
            Volatile.Write(ref _parked, _schedule.ParkedCount);

            // One tick, then the changes again: where rooms want more time than there is, one is always due, and members must be
            // able to leave all the same.
            if (_schedule.TryTakeDue(MonotonicClock.Now, out DueTick due))
            {
                Lateness.Record(due.Lateness);
                Volatile.Write(ref _skipped, _skipped + due.Skipped);
                RunTick(due);
                _parking.ParkIfIdle(due.Room);
            }
            else
            {
                _sleep.SleepUntil(_schedule.NextDeadline);
            }
        }

        DisposeRooms();
    }

    private void RunTick(in DueTick due)
    {
        ITickable room = due.Room;
        try
        {
            if (due.Skipped + due.Slept > 0)
            {
                room.Skip(due.Skipped + due.Slept);
            }

            long began = MonotonicClock.Now;
            room.Tick(began, TickTerms.Usual);
            _dispatch?.Invoke();
            long sent = MonotonicClock.Now;
            room.Sent(sent);
            TickTime.Record(sent - began);
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
                _parking.Attach(change.Room);
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
        foreach (ITickable room in _schedule.Clear())
        {
            room.Dispose();
        }
    }
}
