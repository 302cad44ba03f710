using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;

namespace Mcu.Common.Transport.Ngtcp2;

// The control stream as a Stream. Incoming bytes wait in a pipe that flow control bounds (the peer gets new credit as we read);
// outgoing ones wait in a SendBuffer until they are acknowledged.
internal sealed class ControlStream : DuplexStream
{
    private static readonly PipeOptions s_unbounded = new(pauseWriterThreshold: 0, useSynchronizationContext: false);

    private readonly Ngtcp2Connection _connection;
    private readonly Pipe _incoming = new(s_unbounded);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _credit;
    private bool _isComplete;

    internal ControlStream(Ngtcp2Connection connection) => _connection = connection;

    internal SendBuffer Outgoing { get; } = new();

    /// <summary>Completes when the peer has opened the stream.</summary>
    internal Task Opened => _opened.Task;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReadResult result = await _incoming.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        int length = (int)Math.Min(result.Buffer.Length, buffer.Length);
        ReadOnlySequence<byte> taken = result.Buffer.Slice(0, length);
        taken.CopyTo(buffer.Span);
        _incoming.Reader.AdvanceTo(taken.End);
        if (length > 0)
        {
            Interlocked.Add(ref _credit, length);
            _connection.StreamChanged();
        }

        return length;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            buffer = buffer[Outgoing.Append(buffer.Span)..];
            _connection.StreamChanged();
            if (buffer.IsEmpty)
            {
                return;
            }

            await Outgoing.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Endpoint only.</summary>
    internal void SetOpened() => _opened.TrySetResult();

    /// <summary>Endpoint only: bytes from the peer, and perhaps the end of them.</summary>
    internal void Received(ReadOnlySpan<byte> data, bool end)
    {
        if (_isComplete)
        {
            return;
        }

        data.CopyTo(_incoming.Writer.GetSpan(data.Length));
        _incoming.Writer.Advance(data.Length);
        // Completes at once: the pipe has no threshold, since the peer sends no more than it has credit for.
        ValueTask<FlushResult> flush = _incoming.Writer.FlushAsync();
        Debug.Assert(flush.IsCompleted, "A pipe without a threshold made its writer wait.");
        if (end)
        {
            _isComplete = true;
            _incoming.Writer.Complete();
        }
    }

    /// <summary>Endpoint only: no more bytes will come or go. Whatever waits, fails with this.</summary>
    internal void Break(Exception reason)
    {
        if (_opened.TrySetException(reason))
        {
            _ = _opened.Task.Exception;
        }

        Outgoing.Break(reason);
        if (!_isComplete)
        {
            _isComplete = true;
            _incoming.Writer.Complete(reason);
        }
    }

    /// <summary>Endpoint only: bytes read since it was asked last.</summary>
    internal long TakeCredit() => Volatile.Read(ref _credit) == 0 ? 0 : Interlocked.Exchange(ref _credit, 0);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Outgoing.End();
            _connection.StreamChanged();
        }

        base.Dispose(disposing);
    }
}
