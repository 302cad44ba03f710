using Mcu.Common;

namespace Mcu.Server.Mixing;

// Says which room ticks when: every 20 ms on absolute deadlines, so that a late tick does not make the next one late, and the
// rooms spread over the 20 ms, so that they do not all want the thread at once. A parked room keeps its place and is never due.
// Pure; one caller at a time.
internal sealed class TickSchedule
{
    // One frame.
    public const long Period = 20 * MonotonicClock.Millisecond;

    // Places over the period, 0.625 ms apart; about what two encodes take. A power of two.
    private const int Slots = 32;

    private readonly PriorityQueue<Entry, long> _queue = new();
    private readonly Dictionary<ITickable, (Entry Entry, long Deadline)> _parked = [];
    private readonly int[] _load = new int[Slots];

    public bool IsEmpty => Count == 0;

    // Rooms, the parked ones included.
    public int Count => _queue.Count + _parked.Count;

    public int ParkedCount => _parked.Count;

    // When the next tick is due; long.MaxValue where there is none.
    public long NextDeadline => _queue.TryPeek(out _, out long deadline) ? deadline : long.MaxValue;

    // Takes a room in, at the emptiest place. Its first tick comes within 20 ms.
    public void Add(ITickable room, long now)
    {
        int slot = EmptiestSlot();
        _load[slot]++;
        long offset = slot * (Period / Slots);
        long start = now - (now % Period) + offset;
        _queue.Enqueue(new Entry(room, slot, 0), start < now ? start + Period : start);
    }

    // Lets a room go, parked or not. False where it was not there.
    public bool Remove(ITickable room)
    {
        if (!TryTakeOut(room, out Entry entry, out _) && !TryUnpark(room, out entry, out _))
        {
            return false;
        }

        _load[entry.Slot]--;
        return true;
    }

    // Ticks a room no more until it is woken. False where it is not there or parked already.
    public bool Park(ITickable room)
    {
        if (!TryTakeOut(room, out Entry entry, out long deadline))
        {
            return false;
        }

        _parked.Add(room, (entry, deadline));
        return true;
    }

    // Ticks a parked room again, at its old place, so that the ticks it slept through were whole ones. What it slept is not late
    // and not skipped. False where it is not parked.
    public bool Wake(ITickable room, long now)
    {
        if (!TryUnpark(room, out Entry entry, out long deadline))
        {
            return false;
        }

        long slept = now <= deadline ? 0 : (now - deadline + Period - 1) / Period;
        _queue.Enqueue(entry with { Slept = entry.Slept + slept }, deadline + (slept * Period));
        return true;
    }

    // Lets all rooms go, and tells which they were.
    public IReadOnlyList<ITickable> Clear()
    {
        ITickable[] rooms = [.. _queue.UnorderedItems.Select(item => item.Element.Room), .. _parked.Keys];
        _queue.Clear();
        _parked.Clear();
        Array.Clear(_load);
        return rooms;
    }

    // Takes the room whose deadline is the earliest and not after now, and sets its next deadline. After a stall of more than a
    // period the ticks that were missed are skipped and counted, not made up for: they would come as a burst of old speech.
    public bool TryTakeDue(long now, out DueTick due)
    {
        if (!_queue.TryPeek(out Entry entry, out long deadline) || deadline > now)
        {
            due = default;
            return false;
        }

        long skipped = (now - deadline) / Period;
        long latest = deadline + (skipped * Period);
        _queue.DequeueEnqueue(entry with { Slept = 0 }, latest + Period);
        due = new DueTick(entry.Room, now - deadline, skipped, entry.Slept);
        return true;
    }

    private bool TryTakeOut(ITickable room, out Entry entry, out long deadline)
    {
        foreach ((Entry candidate, _) in _queue.UnorderedItems)
        {
            if (ReferenceEquals(candidate.Room, room))
            {
                return _queue.Remove(candidate, out entry, out deadline);
            }
        }

        entry = default;
        deadline = 0;
        return false;
    }

    private bool TryUnpark(ITickable room, out Entry entry, out long deadline)
    {
        bool found = _parked.Remove(room, out (Entry Entry, long Deadline) parked);
        (entry, deadline) = parked;
        return found;
    }

    // Slots in bit-reversed order: the second room is half a period from the first, the next two a quarter, and so on.
    private int EmptiestSlot()
    {
        int best = 0;
        for (int i = 1; i < Slots; i++)
        {
            int slot = ReverseBits(i);
            if (_load[slot] < _load[best])
            {
                best = slot;
            }
        }

        return best;
    }

    private static int ReverseBits(int index)
    {
        int reversed = 0;
        for (int bit = 1; bit < Slots; bit <<= 1)
        {
            reversed = (reversed << 1) | ((index & bit) != 0 ? 1 : 0);
        }

        return reversed;
    }

    // A room, its place, and the ticks it has slept through since its last one.
    private readonly record struct Entry(ITickable Room, int Slot, long Slept);
}

// A tick to run now: how late it is in nanoseconds, how many ticks before it were skipped, and how many its room slept through.
internal readonly record struct DueTick(ITickable Room, long Lateness, long Skipped, long Slept);
