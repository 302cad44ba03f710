namespace Mcu.Server.Mixing;

// The rooms, or the people of one room, that somebody has woken. A linked list of doorbells, each in it once at most, for only the one
// who moves it from "asleep" pushes it; so a push is one compare-and-swap, and nothing allocates. Thread: Push any, TakeAll one.
internal sealed class WakeQueue<TOwner>(Action pushed)
    where TOwner : class
{
    private Doorbell<TOwner>? _head;

    public bool IsEmpty => Volatile.Read(ref _head) is null;

    // `pushed` runs on the thread that pushes, after it has: it wakes the one who takes.
    public void Push(Doorbell<TOwner> bell)
    {
        Doorbell<TOwner>? head;
        do
        {
            head = Volatile.Read(ref _head);
            bell.Next = head;
        }
        while (Interlocked.CompareExchange(ref _head, bell, head) != head);
        pushed();
    }

    // Takes out all of them, the last one first; follow Next. Cheap where there is none: it is asked before each tick.
    public Doorbell<TOwner>? TakeAll() => IsEmpty ? null : Interlocked.Exchange(ref _head, null);
}
