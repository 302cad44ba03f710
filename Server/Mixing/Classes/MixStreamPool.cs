using System.Collections.Concurrent;
using Mcu.Common.Opus;

namespace Mcu.Server.Mixing;

// The streams that are in no use, for all rooms of a server: some 45 KB each. There are never more of them than were encoded in
// one tick at the busiest, and how many that can be, the processor decides. Neither locks nor allocates once it is warm.
// Thread: any. Owner: whoever makes it disposes it, after the rooms.
internal sealed class MixStreamPool(OpusEncoderOptions options) : IDisposable
{
    private readonly ConcurrentQueue<MixStream> _free = new();
    private int _count;

    // Streams there are, in use or not.
    public int Count => Volatile.Read(ref _count);

    // Those that wait.
    public int Free => _free.Count;

    // One that has encoded nothing.
    public MixStream Take()
    {
        if (_free.TryDequeue(out MixStream? stream))
        {
            return stream;
        }

        stream = new MixStream(options);
        Interlocked.Increment(ref _count);
        return stream;
    }

    public void Return(MixStream stream)
    {
        stream.Reset();
        _free.Enqueue(stream);
    }

    public void Dispose()
    {
        while (_free.TryDequeue(out MixStream? stream))
        {
            stream.Dispose();
        }
    }
}
