namespace Mcu.Server.Mixing;

// Parks rooms that have nothing to do and takes them back when their bell has rung. Pure, but for the other threads' ringing;
// Doorbell says why no ring is lost. Thread: the scheduler's.
internal sealed class RoomParking(TickSchedule schedule, Action rung)
{
    // `rung` is called on the thread that rings, when there is a room to take back.
    private readonly WakeQueue _queue = new(rung);

    // Before the room is ticked for the first time.
    public void Attach(ITickable room) => room.Bell.Attach(room, _queue);

    // After a tick. True where the room is parked now.
    public bool ParkIfIdle(ITickable room)
    {
        if (!room.IsIdle)
        {
            return false;
        }

        room.Bell.LieDown();
        return (room.IsIdle || !room.Bell.TryStayUp()) && schedule.Park(room);
    }

    // Takes back all whose bell has rung; one that was removed since is left alone.
    public void TakeBack(long now)
    {
        Doorbell? bell = _queue.TakeAll();
        while (bell is not null)
        {
            // Once it is up, it may be rung and queued again.
            Doorbell? next = bell.Next;
            bell.Next = null;
            bell.GetUp();
            schedule.Wake(bell.Room!, now);
            bell = next;
        }
    }
}
