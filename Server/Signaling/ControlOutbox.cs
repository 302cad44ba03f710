using System.Threading.Channels;

namespace Mcu.Server.Signaling;

// The frames that wait for one client's control stream. Putting one in never waits, so that a client who does not read holds up
// nobody; where too many wait, it refuses, and the session ends. Thread: any puts in, one task drains.
internal sealed class ControlOutbox
{
    // Several frames in one write are one packet instead of several.
    private const int BatchBytes = 16 * 1024;

    private readonly Channel<byte[]> _frames;
    private readonly int _maxBytes;
    private int _bytes;

    public ControlOutbox(int maxFrames, int maxBytes)
    {
        _frames = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(maxFrames) { SingleReader = true });
        _maxBytes = maxBytes;
    }

    // Bytes that wait.
    public int WaitingBytes => Volatile.Read(ref _bytes);

    // Puts a whole frame in, which must not change afterwards. False where it does not fit, or the outbox is complete.
    public bool TryEnqueue(byte[] frame)
    {
        if (Interlocked.Add(ref _bytes, frame.Length) <= _maxBytes && _frames.Writer.TryWrite(frame))
        {
            return true;
        }

        Interlocked.Add(ref _bytes, -frame.Length);
        return false;
    }

    // Nothing more is coming; what waits is still drained.
    public void Complete() => _frames.Writer.TryComplete();

    // Writes what comes in, until complete. What the stream throws comes through.
    public async Task DrainAsync(Stream stream)
    {
        byte[] batch = new byte[BatchBytes];
        while (await _frames.Reader.WaitToReadAsync())
        {
            int filled = 0;
            while (_frames.Reader.TryRead(out byte[]? frame))
            {
                if (filled + frame.Length > batch.Length)
                {
                    await FlushAsync(stream, batch.AsMemory(0, filled));
                    filled = 0;
                }

                if (frame.Length > batch.Length)
                {
                    await FlushAsync(stream, frame);
                    continue;
                }

                frame.CopyTo(batch, filled);
                filled += frame.Length;
            }

            await FlushAsync(stream, batch.AsMemory(0, filled));
        }
    }

    // What was written no longer waits with us; the stream itself makes us wait where the peer does not read.
    private async ValueTask FlushAsync(Stream stream, ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            await stream.WriteAsync(bytes);
            Interlocked.Add(ref _bytes, -bytes.Length);
        }
    }
}
