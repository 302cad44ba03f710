using Mcu.Common;

namespace Mcu.Server.Mixing;

// Says which room ticks when: every 20 ms on absolute deadlines, so that a late tick does not make the next one late, and the
// rooms spread over the 20 ms, so that they do not all want the thread at once. Pure; one caller at a time.
internal sealed class TickSchedule
{
    // One frame.
    public const long Period = 20 * MonotonicClock.Millisecond;

    // Places over the period, 0.625 ms apart; about what two encodes take. A power of two.
    private const int Slots = 32;

    private readonly PriorityQueue<Entry, long> _queue = new();
    private readonly int[] _load = new int[Slots];

    public bool IsEmpty => _queue.Count == 0;

    public int Count => _queue.Count;

    // When the next tick is due; long.MaxValue where there is none.
    public long NextDeadline => _queue.TryPeek(out _, out long deadline) ? deadline : long.MaxValue;

    // Takes a room in, at the emptiest place. Its first tick comes within 20 ms.
    public void Add(ITickable room, long now)
    {
        int slot = EmptiestSlot();
        _load[slot]++;
        long offset = slot * (Period / Slots);
        long start = now - (now % Period) + offset;
        _queue.Enqueue(new Entry(room, slot), start < now ? start + Period : start);
    }

    // Lets a room go. False where it was not there.
    public bool Remove(ITickable room)
    {
        foreach ((Entry entry, _) in _queue.UnorderedItems)
        {
            if (ReferenceEquals(entry.Room, room))
            {
                _load[entry.Slot]--;
                return _queue.Remove(entry, out _, out _);
            }
        }

        return false;
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
        _queue.DequeueEnqueue(entry, latest + Period);
        due = new DueTick(entry.Room, now - deadline, skipped);
        return true;
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

    private readonly record struct Entry(ITickable Room, int Slot);
}

// A tick to run now: how late it is in nanoseconds, and how many ticks before it were skipped.
internal readonly record struct DueTick(ITickable Room, long Lateness, long Skipped);
