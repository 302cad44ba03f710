using Mcu.Common;

namespace Mcu.Server.Mixing;

// What one mixing thread does with its rooms, turn by turn: ticks those that are due, parks those that have nothing to do, and
// lowers the effort where time runs out. Has no thread; `clock` is the monotonic clock's now, or a test's.
// Ownership: a room that was added is disposed here when it is removed, or with all the others.
// Thread: all of it on one, but for what MixMeter shows.
internal sealed class MixLoop
{
    private readonly TickSchedule _schedule;
    private readonly RoomParking _parking;
    private readonly Overload _overload;
    private readonly ArrivalWait _arrivals;
    private readonly TickTerms _terms;
    private readonly Func<long> _clock;
    private readonly MixCallbacks _callbacks;
    private readonly MixMeter _meter;
    private long _nextReport;

    // `rung` is called on any thread, when a room is to be taken back.
    public MixLoop(TickSchedule schedule, IMixCrew crew, Func<long> clock, Action rung, MixCallbacks callbacks, MixMeter meter)
    {
        _schedule = schedule;
        _parking = new RoomParking(schedule, rung);
        _overload = new Overload(callbacks.EffortChanged);
        _arrivals = new ArrivalWait(callbacks.TakeIn);
        _terms = new TickTerms(crew, callbacks.OpenOutlet?.Invoke());
        _clock = clock;
        _callbacks = callbacks;
        _meter = meter;
    }

    // When there is something to do again, where no bell rings before; long.MaxValue where nothing is.
    public long NextTurn => Math.Min(Math.Max(_schedule.NextDeadline, _arrivals.Until), _overload.NextLook);

    public MixEffort Effort => _terms.Effort;

    public void Add(ITickable room)
    {
        _parking.Attach(room);
        _schedule.Add(room, _clock());
    }

    public void Remove(ITickable room)
    {
        _schedule.Remove(room);
        room.Dispose();
    }

    public void RemoveAll()
    {
        foreach (ITickable room in _schedule.Clear())
        {
            room.Dispose();
        }
    }

    // Runs one tick, where one is due. One at a time: where rooms want more time than there is, one is always due, and the caller
    // has more to do. False where none was.
    public bool TryTurn()
    {
        long now = _clock();
        _parking.TakeBack(now);
        if (_overload.Look(now))
        {
            _terms.Effort = _overload.Effort;
        }

        DueTick due = default;
        bool isDue = !_arrivals.MustWait(_schedule.NextDeadline, now) && _parking.TryTakeDue(now, out due);
        if (isDue)
        {
            _meter.Began(due);
            ShowPlan();
            long end = RunTick(due, now);
            _overload.Ticked(end - now, due.Skipped);
            _meter.Ended(end - now);
            _parking.ParkIfIdle(due.Room, now);
        }

        ShowPlan();
        _meter.Show(_schedule.ParkedCount, _overload);
        return isDue;
    }

    private void ShowPlan() => _meter.ShowPlan(_schedule.NextDeadline, _schedule.AwakeCount == 1);

    // Answers with the time at which it was over.
    private long RunTick(in DueTick due, long now)
    {
        ITickable room = due.Room;
        try
        {
            if (due.Skipped + due.Slept > 0)
            {
                room.Skip(due.Skipped + due.Slept);
            }

            Tick(room, now);
            long end = _clock();
            room.Sent(end);
            return end;
        }
        catch (Exception exception)
        {
            // One room's failure must not silence the others.
            _meter.Failed();
            long end = _clock();
            if (end >= _nextReport)
            {
                _nextReport = end + MonotonicClock.Second;
                _callbacks.Faulted(exception);
            }

            return end;
        }
    }

    // What was queued before a tick failed goes out with the others' as well.
    private void Tick(ITickable room, long now)
    {
        try
        {
            room.Tick(now, _terms);
        }
        finally
        {
            _terms.Outlet?.Send();
            _callbacks.Dispatch?.Invoke();
        }
    }
}

// Whom a mixing thread tells what; each is called on that thread and must not block.
// `Faulted` hears of a tick that threw, once a second at most: a room that fails, fails 50 times a second. The room goes on with
// its next tick. `Dispatch` is called after each tick: it sends on its way what the tick has queued. `EffortChanged` hears when
// something is lowered because there is more to mix than time, and when all is back. `OpenOutlet` is called once per thread.
// `TakeIn` is asked before a tick whether all that had arrived by a time is with its participants, and sees to it where it is not.
internal sealed record MixCallbacks(
    Action<Exception> Faulted,
    Action? Dispatch,
    Action<OverloadChange>? EffortChanged,
    Func<IPacketOutlet>? OpenOutlet = null,
    Func<long, bool>? TakeIn = null);
