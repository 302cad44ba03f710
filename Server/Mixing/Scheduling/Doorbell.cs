namespace Mcu.Server.Mixing;

// Lets a room sleep that has nothing to do, and lets whoever brings it something wake it; and the same with each of a room's people,
// whom the room's ticks need not look at. Lock-free; nothing allocates. As it is told of rooms:
//
//   awake ──LieDown──▶ asleep ──Ring──▶ rung ──GetUp──▶ awake
//     ▲                   │
//     └──TryStayUp────────┘
//
// A room that sleeps for a while only gets up by TryStayUp when that is over; where it was rung by then, it stays "rung" until it is
// taken out of the queue, and does not lie down before.
//
// No room sleeps through what it was brought. Who brings something first writes it (a ring, a queue, a flag), then rings. The room
// first lies down, then looks once more for anything written. Both steps in the middle are interlocked operations on the same
// word, so one comes first: if it is Ring, then what was written before it is there when the room looks, and the room stays up;
// if it is LieDown, then Ring finds the room asleep and wakes it. Where both see each other, exactly one compare-and-swap away
// from "asleep" succeeds: the room stays up, or it is in the queue of those to be woken. One thread at a time drives it.
internal sealed class Doorbell<TOwner>
    where TOwner : class
{
    private const int Awake = 0;
    private const int Asleep = 1;
    private const int Rung = 2;

    private int _state;
    private WakeQueue<TOwner>? _queue;

    // Whom it wakes; set before that one can sleep.
    public TOwner? Owner { get; private set; }

    // The next one in the queue.
    public Doorbell<TOwner>? Next { get; set; }

    public bool IsAsleep => Volatile.Read(ref _state) == Asleep;

    // Whether it is neither asleep nor in the queue, nor about to be.
    public bool IsUp => Volatile.Read(ref _state) == Awake;

    // Before it can sleep, once.
    public void Attach(TOwner owner, WakeQueue<TOwner> queue)
    {
        Owner = owner;
        _queue = queue;
    }

    // Any thread, after what it is about has been written. Costs one interlocked operation where the room is awake.
    public void Ring()
    {
        if (Interlocked.CompareExchange(ref _state, Rung, Asleep) == Asleep)
        {
            _queue!.Push(this);
        }
    }

    // Ticking thread: from here on it is woken. Look for work after this, and TryStayUp where there is some.
    public void LieDown() => Interlocked.Exchange(ref _state, Asleep);

    // Ticking thread: false where somebody has rung already; the room is in the queue then, and gets up from there.
    public bool TryStayUp() => Interlocked.CompareExchange(ref _state, Awake, Asleep) == Asleep;

    // Ticking thread, after it was taken out of the queue, and before the room looks at what it was brought. Answers with the next one
    // that was taken out: once this one is up, it may be rung and queued again.
    public Doorbell<TOwner>? GetUp()
    {
        Doorbell<TOwner>? next = Next;
        Next = null;
        Interlocked.Exchange(ref _state, Awake);
        return next;
    }
}
