using System.Buffers;
using System.Threading.Channels;

namespace Mcu.Server.Signaling;

// The frames that wait for one client's control stream. Putting one in never waits, so that a client who does not read holds up
// nobody; where too many wait, it refuses, and the session ends. What the client itself asks for must not fill it: before the next
// request is looked at, WhenRoomyAsync waits. Thread: any puts in, one task drains, one waits.
internal sealed class ControlOutbox
{
    // Several frames in one write are one packet instead of several.
    private const int BatchBytes = 16 * 1024;

    private readonly Channel<byte[]> _frames;
    private readonly int _maxBytes;
    private readonly int _crowdedFrames;
    private readonly int _crowdedBytes;
    private TaskCompletionSource? _drained;
    private volatile bool _ended;
    private int _bytes;
    private int _count;

    public ControlOutbox(int maxFrames, int maxBytes)
    {
        _frames = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(maxFrames) { SingleReader = true });
        _maxBytes = maxBytes;
        // Answers may take a quarter; the rest is for what happens in the room.
        _crowdedFrames = maxFrames / 4;
        _crowdedBytes = maxBytes / 4;
    }

    // Bytes that wait.
    public int WaitingBytes => Volatile.Read(ref _bytes);

    // Puts a whole frame in, which must not change afterwards. False where it does not fit, or the outbox is complete.
    public bool TryEnqueue(byte[] frame)
    {
        Interlocked.Increment(ref _count);
        if (Interlocked.Add(ref _bytes, frame.Length) <= _maxBytes && _frames.Writer.TryWrite(frame))
        {
            return true;
        }

        Remove(1, frame.Length);
        return false;
    }

    // Completes when little waits, or nothing will be drained any more.
    public async ValueTask WhenRoomyAsync()
    {
        while (IsCrowded && !_ended)
        {
            // Whoever drains first counts and then looks for this; whoever waits first leaves this and then counts.
            var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Exchange(ref _drained, drained);
            if (!IsCrowded || _ended)
            {
                return;
            }

            await drained.Task;
        }
    }

    // Nothing more is coming; what waits is still drained.
    public void Complete() => _frames.Writer.TryComplete();

    // Writes what comes in, until complete. What the stream throws comes through.
    public async Task DrainAsync(Stream stream)
    {
        try
        {
            while (await _frames.Reader.WaitToReadAsync())
            {
                // Borrowed while there is something to write: most of a session nothing is.
                byte[] batch = ArrayPool<byte>.Shared.Rent(BatchBytes);
                try
                {
                    await DrainWaitingAsync(stream, batch);
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(batch);
                }
            }
        }
        finally
        {
            _ended = true;
            WakeWaiting();
        }
    }

    private async ValueTask DrainWaitingAsync(Stream stream, byte[] batch)
    {
        int filled = 0;
        int frames = 0;
        while (_frames.Reader.TryRead(out byte[]? frame))
        {
            if (filled + frame.Length > batch.Length)
            {
                await FlushAsync(stream, batch.AsMemory(0, filled), frames);
                filled = frames = 0;
            }

            if (frame.Length > batch.Length)
            {
                await FlushAsync(stream, frame, 1);
                continue;
            }

            frame.CopyTo(batch, filled);
            filled += frame.Length;
            frames++;
        }

        await FlushAsync(stream, batch.AsMemory(0, filled), frames);
    }

    // What was written no longer waits with us; the stream itself makes us wait where the peer does not read.
    private async ValueTask FlushAsync(Stream stream, ReadOnlyMemory<byte> bytes, int frames)
    {
        if (!bytes.IsEmpty)
        {
            await stream.WriteAsync(bytes);
            Remove(frames, bytes.Length);
        }
    }

    private void Remove(int frames, int bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        Interlocked.Add(ref _count, -frames);
        WakeWaiting();
    }

    private bool IsCrowded => Volatile.Read(ref _count) > _crowdedFrames || Volatile.Read(ref _bytes) > _crowdedBytes;

    private void WakeWaiting() => Interlocked.Exchange(ref _drained, null)?.TrySetResult();
}
