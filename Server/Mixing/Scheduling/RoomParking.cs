namespace Mcu.Server.Mixing;

// Parks rooms that have nothing to do, for good or for a while, and takes them back when their bell has rung. Pure, but for the
// other threads' ringing; Doorbell says why no ring is lost. Thread: the scheduler's.
internal sealed class RoomParking(TickSchedule schedule, Action rung)
{
    // `rung` is called on the thread that rings, when there is a room to take back.
    private readonly WakeQueue<ITickable> _queue = new(rung);

    // Before the room is ticked for the first time.
    public void Attach(ITickable room) => room.Bell.Attach(room, _queue);

    // After a tick. True where the room leaves ticks out from now on.
    public bool ParkIfIdle(ITickable room, long now)
    {
        // Who rang just as a room's rest was over is still about to queue it.
        if (!IsLong(room.IdleUntil, now) || !room.Bell.IsUp)
        {
            return false;
        }

        room.Bell.LieDown();
        long until = room.IdleUntil;
        if (!IsLong(until, now))
        {
            if (room.Bell.TryStayUp())
            {
                return false;
            }

            until = long.MaxValue; // It is in the queue already, and gets up from there.
        }

        return schedule.Park(room, until);
    }

    // As the schedule's. A room whose rest is over gets up.
    public bool TryTakeDue(long now, out DueTick due)
    {
        bool isDue = schedule.TryTakeDue(now, out due);
        if (isDue && due.EndsRest)
        {
            due.Room.Bell.TryStayUp();
        }

        return isDue;
    }

    // Takes back all whose bell has rung; one that was removed since is left alone.
    public void TakeBack(long now)
    {
        Doorbell<ITickable>? bell = _queue.TakeAll();
        while (bell is not null)
        {
            Doorbell<ITickable>? next = bell.GetUp();
            schedule.Wake(bell.Owner!, now);
            bell = next;
        }
    }

    // Whether at least one tick can be left out.
    private static bool IsLong(long until, long now) => until > now + TickSchedule.Period;
}
