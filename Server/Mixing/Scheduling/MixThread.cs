using System.Collections.Concurrent;
using Mcu.Common;

namespace Mcu.Server.Mixing;

// One mixing thread: ticks its rooms, helps the others between its own ticks, and sleeps. While all its rooms are parked it waits
// without a timer.
// Thread: Add, Remove and what it shows from any; rooms are ticked and disposed of on its own.
internal sealed class MixThread
{
    // What a room is taken to need of a second, in nanoseconds, until it shows: one that ticks, and one that sleeps and may wake.
    private const long PerRoomAwake = MonotonicClock.Millisecond;
    private const long PerRoom = MonotonicClock.Millisecond / 10;

    private readonly ConcurrentQueue<(ITickable Room, bool Add)> _changes = new();
    private readonly MixLoop _loop;
    private readonly CrewMember _member;
    private readonly IPreciseSleep _sleep;
    private readonly Thread _thread;
    private volatile bool _stopping;
    private int _rooms;

    public MixThread(int index, TickSchedule schedule, CrewMember member, IPreciseSleep sleep, MixCallbacks callbacks, MixMeter meter)
    {
        _member = member;
        _sleep = sleep;
        Meter = meter;
        _loop = new MixLoop(schedule, member, static () => MonotonicClock.Now, sleep.Wake, callbacks, meter);
        _thread = new Thread(Run) { Name = $"mix-{index}", IsBackground = true, Priority = ThreadPriority.Highest };
    }

    public MixMeter Meter { get; }

    // What it has to do, in nanoseconds a second: what went into ticks, and a guess for rooms that have not shown it yet.
    public long Load
    {
        get
        {
            long rooms = Volatile.Read(ref _rooms);
            long awake = Math.Max(0, rooms - Meter.Parked);
            long ticks = awake > 0 ? (long)(Meter.Share * MonotonicClock.Second) : 0;
            return ticks + (awake * PerRoomAwake) + (rooms * PerRoom);
        }
    }

    public void Start() => _thread.Start();

    public void Add(ITickable room)
    {
        Interlocked.Increment(ref _rooms);
        Change(room, true);
    }

    public void Remove(ITickable room)
    {
        Interlocked.Decrement(ref _rooms);
        Change(room, false);
    }

    // Ends the thread and disposes of its rooms, with Join; harmless when it has ended.
    public void Stop()
    {
        _stopping = true;
        _sleep.Wake();
    }

    public void Join() => _thread.Join();

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
            // One tick, or one part of another's, then the changes again: where there is always something due, members must be able
            // to leave all the same.
            TakeChanges();
            if (!_loop.TryTurn() && !_member.TryHelp())
            {
                Sleep();
            }
        }

        TakeChanges();
        _loop.RemoveAll();
    }

    private void Sleep()
    {
        _member.Rest();

        // Who laid something out before this rest did not call.
        if (!_member.TryHelp())
        {
            _sleep.SleepUntil(_loop.NextTurn);
        }

        _member.GetUp();
    }

    private void TakeChanges()
    {
        while (_changes.TryDequeue(out (ITickable Room, bool Add) change))
        {
            if (change.Add)
            {
                _loop.Add(change.Room);
            }
            else
            {
                _loop.Remove(change.Room);
            }
        }
    }
}
