using System.Collections.Concurrent;

namespace Mcu.Server.Mixing;

// What those need who speak, for all rooms of a server: some 70 KB each, and who only listens has none. There are never more of
// them than spoke within ten seconds of each other. Neither locks nor allocates once it is warm, but for a few hundred bytes with
// each voice that is handed out. Thread: any. Owner: whoever makes it disposes it, after the rooms.
internal sealed class ReceiverPool(MixOptions options) : IDisposable
{
    private readonly ConcurrentQueue<InboundVoice> _free = new();
    private int _count;

    // Those there are, in use or not.
    public int Count => Volatile.Read(ref _count);

    // Those that wait.
    public int Free => _free.Count;

    // One that has heard nothing, for a sender whose path was once known to need this delay, in nanoseconds; 0 for an unknown one.
    public InboundVoice Take(long learnedDelay)
    {
        if (!_free.TryDequeue(out InboundVoice? voice))
        {
            voice = new InboundVoice(options);
            Interlocked.Increment(ref _count);
        }

        voice.Receiver.Reset(Math.Max(learnedDelay, options.Jitter.StartDelay));
        return voice;
    }

    public void Return(InboundVoice voice) => _free.Enqueue(voice);

    public void Dispose()
    {
        while (_free.TryDequeue(out InboundVoice? voice))
        {
            voice.Dispose();
        }
    }
}
