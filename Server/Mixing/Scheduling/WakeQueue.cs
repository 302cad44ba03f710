namespace Mcu.Server.Mixing;

// The rooms that somebody has woken. A linked list of doorbells, each in it once at most, for only the one who moves it from
// "asleep" pushes it; so a push is one compare-and-swap, and nothing allocates. Thread: Push any, TakeAll one.
internal sealed class WakeQueue(Action pushed)
{
    private Doorbell? _head;

    // `pushed` runs on the thread that pushes, after it has: it wakes the one who takes.
    public void Push(Doorbell bell)
    {
        Doorbell? head;
        do
        {
            head = Volatile.Read(ref _head);
            bell.Next = head;
        }
        while (Interlocked.CompareExchange(ref _head, bell, head) != head);
        pushed();
    }

    // Takes out all of them, the last one first; follow Next. Cheap where there is none: it is asked before each tick.
    public Doorbell? TakeAll() => Volatile.Read(ref _head) is null ? null : Interlocked.Exchange(ref _head, null);
}
