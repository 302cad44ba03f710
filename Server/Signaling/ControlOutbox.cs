using System.Buffers;

namespace Mcu.Server.Signaling;

// The frames that wait for one client's control stream. Putting one in never waits, so that a client who does not read holds up
// nobody; where too many wait, it refuses, and the session ends. Where nothing waits, whoever puts a frame in writes it, and no other
// thread is troubled: a stream that has room takes it at once. What the client itself asks for must not fill it: before the next
// request is looked at, WhenRoomyAsync waits. Thread: any puts in, one waits.
internal sealed class ControlOutbox
{
    // Several frames in one write are one packet instead of several.
    private const int BatchBytes = 16 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<byte[]> _frames = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _maxFrames;
    private readonly int _maxBytes;
    private TaskCompletionSource? _roomy;
    private Stream? _stream;
    private bool _isWriting; // for good, where the stream has failed
    private bool _isComplete;
    private bool _isDone;
    private int _bytes;
    private int _count;

    public ControlOutbox(int maxFrames, int maxBytes)
    {
        _maxFrames = maxFrames;
        _maxBytes = maxBytes;
    }

    // Bytes that wait, or are being written.
    public int WaitingBytes => Volatile.Read(ref _bytes);

    // Puts a whole frame in, which must not change afterwards. False where it does not fit, or the outbox is complete.
    public bool TryEnqueue(byte[] frame)
    {
        lock (_lock)
        {
            if (_isComplete || _count >= _maxFrames || _bytes + frame.Length > _maxBytes)
            {
                return false;
            }

            _frames.Enqueue(frame);
            _count++;
            _bytes += frame.Length;
            if (!TryBeginWriting())
            {
                return true;
            }
        }

        _ = WriteAllAsync();
        return true;
    }

    // Completes when little waits, or nothing will be written any more.
    public Task WhenRoomyAsync()
    {
        lock (_lock)
        {
            if (!IsCrowded || _isDone)
            {
                return Task.CompletedTask;
            }

            _roomy ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _roomy.Task;
        }
    }

    // Nothing more is coming; what waits is still written.
    public void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            EndWhereDone();
        }
    }

    // From here on what is put in goes to this stream. Completes when all of it is written; what the stream throws comes through.
    public Task DrainAsync(Stream stream)
    {
        bool begins;
        lock (_lock)
        {
            _stream = stream;
            begins = TryBeginWriting();
            EndWhereDone();
        }

        if (begins)
        {
            _ = WriteAllAsync();
        }

        return _drained.Task;
    }

    // Answers may take a quarter; the rest is for what happens in the room.
    private bool IsCrowded => _count > _maxFrames / 4 || _bytes > _maxBytes / 4;

    // True where the caller is to write what waits, once it has let go of the lock.
    private bool TryBeginWriting()
    {
        bool begins = !_isWriting && _stream is not null && _frames.Count > 0;
        _isWriting |= begins;
        return begins;
    }

    // Where the stream makes it wait, it goes on elsewhere, and what comes meanwhile waits behind it.
    private async Task WriteAllAsync()
    {
        byte[]? batch = null;
        try
        {
            while (TryTake(ref batch, out ReadOnlyMemory<byte> bytes, out int frames))
            {
                await _stream!.WriteAsync(bytes);
                Remove(frames, bytes.Length);
            }
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
        finally
        {
            if (batch is not null)
            {
                ArrayPool<byte>.Shared.Return(batch);
            }
        }
    }

    // The next frames in one piece; a single one as it is. False where none is left, and whoever puts the next one in writes it.
    private bool TryTake(ref byte[]? batch, out ReadOnlyMemory<byte> bytes, out int frames)
    {
        lock (_lock)
        {
            if (!_frames.TryDequeue(out byte[]? first))
            {
                (bytes, frames) = (default, 0);
                _isWriting = false;
                EndWhereDone();
                return false;
            }

            (bytes, frames) = (first, 1);
            int filled = first.Length;
            if (!FitsBehind(filled))
            {
                return true;
            }

            batch ??= ArrayPool<byte>.Shared.Rent(BatchBytes);
            first.CopyTo(batch, 0);
            for (; FitsBehind(filled); frames++)
            {
                byte[] next = _frames.Dequeue();
                next.CopyTo(batch, filled);
                filled += next.Length;
            }

            bytes = batch.AsMemory(0, filled);
            return true;
        }
    }

    private bool FitsBehind(int filled) => _frames.TryPeek(out byte[]? next) && filled + next.Length <= BatchBytes;

    // What was written no longer waits with us; the stream itself makes us wait where the peer does not read.
    private void Remove(int frames, int bytes)
    {
        lock (_lock)
        {
            _count -= frames;
            _bytes -= bytes;
            WakeWhereRoomy();
        }
    }

    private void Fail(Exception failure)
    {
        lock (_lock)
        {
            _isDone = true;
            _drained.TrySetException(failure);
            WakeWhereRoomy();
        }
    }

    private void EndWhereDone()
    {
        if (_isComplete && !_isWriting && _stream is not null)
        {
            _isDone = true;
            _drained.TrySetResult();
            WakeWhereRoomy();
        }
    }

    private void WakeWhereRoomy()
    {
        if (!IsCrowded || _isDone)
        {
            _roomy?.TrySetResult();
            _roomy = null;
        }
    }
}
