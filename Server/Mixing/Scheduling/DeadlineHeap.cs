namespace Mcu.Server.Mixing;

// The rooms that are awake, the one with the earliest deadline on top: a heap of four branches whose entries know where they
// stand, so that one can be taken out or moved without a search. Pure; one caller at a time.
internal sealed class DeadlineHeap
{
    private const int Branches = 4;

    private RoomTurn[] _turns = new RoomTurn[16];

    public int Count { get; private set; }

    // The earliest; only where there is one.
    public RoomTurn First => _turns[0];

    // Takes in one that is in no heap.
    public void Add(RoomTurn turn)
    {
        if (Count == _turns.Length)
        {
            Array.Resize(ref _turns, 2 * Count);
        }

        Rise(turn, Count++);
    }

    // Takes out one that is in this heap.
    public void Remove(RoomTurn turn)
    {
        int gap = turn.Index;
        RoomTurn last = _turns[--Count];
        _turns[Count] = null!;
        turn.Index = RoomTurn.Nowhere;
        if (last != turn)
        {
            Sink(last, gap);
            Rise(last, last.Index);
        }
    }

    // Gives the first one a later deadline.
    public void PutOffFirst(long deadline)
    {
        RoomTurn first = _turns[0];
        first.Deadline = deadline;
        Sink(first, 0);
    }

    // Gives one that is in this heap another deadline.
    public void Move(RoomTurn turn, long deadline)
    {
        turn.Deadline = deadline;
        Sink(turn, turn.Index);
        Rise(turn, turn.Index);
    }

    public void Clear()
    {
        Array.Clear(_turns);
        Count = 0;
    }

    private void Rise(RoomTurn turn, int index)
    {
        while (index > 0)
        {
            int parent = (index - 1) / Branches;
            if (_turns[parent].Deadline <= turn.Deadline)
            {
                break;
            }

            Put(_turns[parent], index);
            index = parent;
        }

        Put(turn, index);
    }

    private void Sink(RoomTurn turn, int index)
    {
        while (true)
        {
            int child = (index * Branches) + 1;
            if (child >= Count)
            {
                break;
            }

            int end = Math.Min(child + Branches, Count);
            int earliest = child;
            while (++child < end)
            {
                if (_turns[child].Deadline < _turns[earliest].Deadline)
                {
                    earliest = child;
                }
            }

            if (_turns[earliest].Deadline >= turn.Deadline)
            {
                break;
            }

            Put(_turns[earliest], index);
            index = earliest;
        }

        Put(turn, index);
    }

    private void Put(RoomTurn turn, int index)
    {
        _turns[index] = turn;
        turn.Index = index;
    }
}

// A room's place over the 20 ms, when its next tick is due, and the ticks it has slept through since its last one.
internal sealed class RoomTurn(ITickable room, int slot)
{
    public const int Nowhere = -1;

    public ITickable Room { get; } = room;

    public int Slot { get; } = slot;

    public long Deadline { get; set; }

    public long Slept { get; set; }

    // Where it stands in the heap; Nowhere while its room is parked.
    public int Index { get; set; } = Nowhere;

    public bool IsParked => Index == Nowhere;

    // Whether it is parked for a while only: its deadline is where that ends.
    public bool IsResting { get; set; }
}
