using System.Net.Quic;

namespace Mcu.Common.Transport.MsQuic;

// The control stream as a Stream, with the seam's exceptions. One reader and one writer at a time. A read that is given up leaves the
// stream as it was, which System.Net.Quic's does not: so what comes is read ahead into a buffer, and who comes next finds it there.
internal sealed class ControlStream(MsQuicConnection connection, QuicStream stream) : DuplexStream
{
    private const int ReadAhead = 4096; // many requests, and little beside what the windows hold

    private const int Portion = TransportDefaults.SendWindow / 4;

    private readonly byte[] _ahead = new byte[ReadAhead];
    private Task<int>? _reading;
    private int _start;
    private int _end;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start == _end)
        {
            try
            {
                _reading ??= stream.ReadAsync(_ahead, CancellationToken.None).AsTask();
                _end = await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
                _start = 0;
                _reading = null;
            }
            catch (Exception failure) when (IsOfTransport(failure))
            {
                throw await connection.StreamFailureAsync(failure).ConfigureAwait(false);
            }
        }

        int length = Math.Min(_end - _start, buffer.Length);
        _ahead.AsSpan(_start, length).CopyTo(buffer.Span);
        _start += length;
        return length;
    }

    /// <summary>One that is given up ends the stream: how much of it the peer will see is not known.</summary>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            // msquic takes whatever it is given over at once while it has room for a little; so it is given a little at a time.
            while (!buffer.IsEmpty)
            {
                int length = Math.Min(buffer.Length, Portion);
                await stream.WriteAsync(buffer[..length], cancellationToken).ConfigureAwait(false);
                buffer = buffer[length..];
            }
        }
        catch (Exception failure) when (IsOfTransport(failure))
        {
            throw await connection.StreamFailureAsync(failure).ConfigureAwait(false);
        }
    }

    /// <summary>When the connection has ended.</summary>
    internal async Task ReleaseAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        try
        {
            await (_reading ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsOfTransport(failure))
        {
            // A read that nobody waits for any more.
        }
    }

    /// <summary>Ends what we say; the stream itself goes with its connection.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                stream.CompleteWrites();
            }
            catch (Exception failure) when (IsOfTransport(failure))
            {
                // The connection was faster.
            }
        }

        base.Dispose(disposing);
    }

    private static bool IsOfTransport(Exception failure) =>
        failure is QuicException or ObjectDisposedException or InvalidOperationException;
}
