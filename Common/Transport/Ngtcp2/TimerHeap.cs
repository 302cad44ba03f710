namespace Mcu.Common.Transport.Ngtcp2;

// Something that wants to be woken, and remembers its place in the heap.
internal interface ITimed
{
    /// <summary>Nanoseconds; <see cref="long.MaxValue"/> for never. Changed through <see cref="TimerHeap{T}.Set"/> only.</summary>
    long Deadline { get; set; }

    /// <summary>−1 where it is in no heap.</summary>
    int HeapIndex { get; set; }
}

// A binary heap of deadlines in which an item's deadline can be moved in O(log n), which PriorityQueue cannot. Pure.
internal sealed class TimerHeap<T>
    where T : class, ITimed
{
    private readonly List<T> _items = [];

    internal long Next => _items.Count == 0 ? long.MaxValue : _items[0].Deadline;

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
            item.HeapIndex = _items.Count;
            _items.Add(item);
        }

        SiftDown(SiftUp(item.HeapIndex));
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
        T last = _items[^1];
        _items.RemoveAt(_items.Count - 1);
        if (last != item)
        {
            Place(last, index);
            SiftDown(SiftUp(index));
        }
    }

    /// <summary>Takes out the item that is due first, or null where none is due.</summary>
    internal T? PopDue(long now)
    {
        if (Next > now)
        {
            return null;
        }

        T due = _items[0];
        Remove(due);
        return due;
    }

    private int SiftUp(int index)
    {
        while (index > 0 && _items[(index - 1) / 2].Deadline > _items[index].Deadline)
        {
            Swap(index, (index - 1) / 2);
            index = (index - 1) / 2;
        }

        return index;
    }

    private void SiftDown(int index)
    {
        while (true)
        {
            int least = index;
            for (int child = (2 * index) + 1; child <= (2 * index) + 2 && child < _items.Count; child++)
            {
                if (_items[child].Deadline < _items[least].Deadline)
                {
                    least = child;
                }
            }

            if (least == index)
            {
                return;
            }

            Swap(index, least);
            index = least;
        }
    }

    private void Swap(int a, int b)
    {
        T held = _items[a];
        Place(_items[b], a);
        Place(held, b);
    }

    private void Place(T item, int index)
    {
        _items[index] = item;
        item.HeapIndex = index;
    }
}
