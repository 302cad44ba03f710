using Mcu.Common;

namespace Mcu.Server.Mixing;

// Says which room ticks when: every 20 ms on absolute deadlines, so that a late tick does not make the next one late, and the
// rooms spread over the 20 ms, so that they do not all want the thread at once. A parked room keeps its place, and is due when its
// rest is over, or never.
// Nothing here searches: thousands of rooms come, sleep, wake and go at the cost of a look-up and a few steps in a heap.
// `phase`, nanoseconds, moves all places, so that several threads' rooms do not all wake at once. Pure; one caller at a time.
internal sealed class TickSchedule(long phase = 0)
{
    // One frame.
    public const long Period = 20 * MonotonicClock.Millisecond;

    // Nanoseconds between two places.
    public const long Spacing = Period / Slots;

    // Places over the period, 1.25 ms apart; about what a room in which two talk takes. More would only wake the thread more often,
    // and with cheap rooms that is most of what they cost. A power of two.
    private const int Slots = 16;

    private readonly Dictionary<ITickable, RoomTurn> _rooms = new(ReferenceEqualityComparer.Instance);
    private readonly DeadlineHeap _awake = new();
    private readonly int[] _load = new int[Slots];

    public bool IsEmpty => Count == 0;

    // Rooms, the parked ones included.
    public int Count => _rooms.Count;

    // Those that tick, or rest for a while.
    public int AwakeCount => _awake.Count;

    // Those that are parked for good.
    public int ParkedCount => Count - AwakeCount;

    // When the next tick is due; long.MaxValue where there is none.
    public long NextDeadline => _awake.Count > 0 ? _awake.First.Deadline : long.MaxValue;

    // Takes a room in, at the emptiest place. Its first tick comes within 20 ms.
    public void Add(ITickable room, long now)
    {
        int slot = EmptiestSlot();
        long offset = ((slot * Spacing) + phase) % Period;
        long start = now - (now % Period) + offset;
        var turn = new RoomTurn(room, slot) { Deadline = start < now ? start + Period : start };
        _rooms.Add(room, turn);
        _awake.Add(turn);
        _load[slot]++;
    }

    // Lets a room go, parked or not. False where it was not there.
    public bool Remove(ITickable room)
    {
        if (!_rooms.Remove(room, out RoomTurn? turn))
        {
            return false;
        }

        if (!turn.IsParked)
        {
            _awake.Remove(turn);
        }

        _load[turn.Slot]--;
        return true;
    }

    // Ticks a room no more until it is woken, or until its first place from `until` on; long.MaxValue for none. False where that is
    // its next place anyway, or where it is not there or parked already.
    public bool Park(ITickable room, long until = long.MaxValue)
    {
        if (!_rooms.TryGetValue(room, out RoomTurn? turn) || turn.IsParked || turn.IsResting)
        {
            return false;
        }

        if (until == long.MaxValue)
        {
            _awake.Remove(turn);
            return true;
        }

        if (until <= turn.Deadline)
        {
            return false;
        }

        turn.IsResting = true;
        MoveBy(turn, (until - turn.Deadline + Period - 1) / Period);
        return true;
    }

    // Ticks a parked room again, at its old place, so that the ticks it slept through were whole ones. What it slept is not late
    // and not skipped. False where it is not parked.
    public bool Wake(ITickable room, long now)
    {
        if (!_rooms.TryGetValue(room, out RoomTurn? turn))
        {
            return false;
        }

        if (turn.IsResting)
        {
            turn.IsResting = false;
            MoveBy(turn, -Math.Min(turn.Slept, Math.Max(0, (turn.Deadline - now) / Period)));
            return true;
        }

        if (!turn.IsParked)
        {
            return false;
        }

        long slept = now <= turn.Deadline ? 0 : (now - turn.Deadline + Period - 1) / Period;
        turn.Slept += slept;
        turn.Deadline += slept * Period;
        _awake.Add(turn);
        return true;
    }

    // Lets all rooms go, and tells which they were.
    public IReadOnlyList<ITickable> Clear()
    {
        ITickable[] rooms = [.. _rooms.Keys];
        _rooms.Clear();
        _awake.Clear();
        Array.Clear(_load);
        return rooms;
    }

    // Takes the room whose deadline is the earliest and not after now, and sets its next deadline. After a stall of more than a
    // period the ticks that were missed are skipped and counted, not made up for: they would come as a burst of old speech.
    public bool TryTakeDue(long now, out DueTick due)
    {
        if (now < NextDeadline)
        {
            due = default;
            return false;
        }

        RoomTurn turn = _awake.First;
        long lateness = now - turn.Deadline;
        long skipped = lateness / Period;
        due = new DueTick(turn.Room, lateness, skipped, turn.Slept, turn.IsResting);
        turn.IsResting = false;
        turn.Slept = 0;
        _awake.PutOffFirst(turn.Deadline + ((skipped + 1) * Period));
        return true;
    }

    // So many of its places later, which it sleeps through, or earlier.
    private void MoveBy(RoomTurn turn, long periods)
    {
        turn.Slept += periods;
        _awake.Move(turn, turn.Deadline + (periods * Period));
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
}

// A tick to run now: how late it is in nanoseconds, how many ticks before it were skipped, how many its room slept through, and
// whether it was time that woke the room.
internal readonly record struct DueTick(ITickable Room, long Lateness, long Skipped, long Slept, bool EndsRest);
