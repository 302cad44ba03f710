namespace Mcu.Common.Transport.Ngtcp2;

// Something that wants to be woken, and remembers its place in the heap.
internal interface ITimed
{
    /// <summary>Nanoseconds; <see cref="long.MaxValue"/> for never. Changed through <see cref="TimerHeap{T}.Set"/> only.</summary>
    long Deadline { get; set; }

    /// <summary>−1 where it is in no heap.</summary>
    int HeapIndex { get; set; }
}

// A binary heap of deadlines in which an item's deadline can be moved, which PriorityQueue cannot. A deadline that moves later, as most
// do with every packet, costs one write: the item keeps its place until it comes to the top, and only then finds its new one. The
// places stand in the heap beside the items, so that comparing touches no item. Pure.
internal sealed class TimerHeap<T>
    where T : class, ITimed
{
    private readonly List<(T Item, long Place)> _items = [];

    internal long Next
    {
        get
        {
            SettleFirst();
            return _items.Count == 0 ? long.MaxValue : _items[0].Place;
        }
    }

    internal int Count => _items.Count;

    /// <summary>Adds an item or moves it; <see cref="long.MaxValue"/> takes it out.</summary>
    internal void Set(T item, long deadline)
    {
        if (deadline == long.MaxValue)
        {
            Remove(item);
            return;
        }

        item.Deadline = deadline;
        if (item.HeapIndex < 0)
        {
            _items.Add((item, deadline));
            SiftUp(_items.Count - 1, (item, deadline));
        }
        else if (deadline < _items[item.HeapIndex].Place)
        {
            SiftUp(item.HeapIndex, (item, deadline));
        }
    }

    internal void Remove(T item)
    {
        int index = item.HeapIndex;
        item.Deadline = long.MaxValue;
        if (index < 0)
        {
            return;
        }

        item.HeapIndex = -1;
        (T Item, long Place) last = _items[^1];
        _items.RemoveAt(_items.Count - 1);
        if (last.Item != item)
        {
            SiftDown(SiftUp(index, last), last);
        }
    }

    /// <summary>Takes out the item that is due first, or null where none is due.</summary>
    internal T? PopDue(long now)
    {
        if (Next > now)
        {
            return null;
        }

        T due = _items[0].Item;
        Remove(due);
        return due;
    }

    /// <summary>Until the first one stands where it belongs: its place is its deadline, and no other's is earlier.</summary>
    private void SettleFirst()
    {
        while (_items.Count > 0 && _items[0] is var (item, place) && item.Deadline != place)
        {
            SiftDown(0, (item, item.Deadline));
        }
    }

    private int SiftUp(int index, (T Item, long Place) entry)
    {
        while (index > 0 && _items[(index - 1) / 2].Place > entry.Place)
        {
            Put(_items[(index - 1) / 2], index);
            index = (index - 1) / 2;
        }

        Put(entry, index);
        return index;
    }

    private void SiftDown(int index, (T Item, long Place) entry)
    {
        while (true)
        {
            int least = (2 * index) + 1;
            if (least + 1 < _items.Count && _items[least + 1].Place < _items[least].Place)
            {
                least++;
            }

            if (least >= _items.Count || _items[least].Place >= entry.Place)
            {
                break;
            }

            Put(_items[least], index);
            index = least;
        }

        Put(entry, index);
    }

    private void Put((T Item, long Place) entry, int index)
    {
        _items[index] = entry;
        entry.Item.HeapIndex = index;
    }
}
