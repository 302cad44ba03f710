using System.Collections.Concurrent;

namespace Mcu.Server.Mixing;

// What holds a codec and is in no use, for all rooms of a server: making one takes time and memory, so they go round. It never
// shrinks. Neither locks nor allocates once it is warm. Thread: any. Owner: whoever makes it disposes it, after the rooms.
internal abstract class CodecPool<T> : IDisposable
    where T : class, IDisposable
{
    private readonly ConcurrentQueue<T> _free = new();
    private int _count;

    // Those there are, in use or not.
    public int Count => Volatile.Read(ref _count);

    // Those that wait.
    public int Free => _free.Count;

    public virtual void Return(T item) => _free.Enqueue(item);

    public void Dispose()
    {
        while (_free.TryDequeue(out T? item))
        {
            item.Dispose();
        }
    }

    protected T TakeOrMake()
    {
        if (_free.TryDequeue(out T? item))
        {
            return item;
        }

        item = Make();
        Interlocked.Increment(ref _count);
        return item;
    }

    protected abstract T Make();
}
