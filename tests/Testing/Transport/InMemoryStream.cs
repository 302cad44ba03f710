using System.IO.Pipelines;
using Mcu.Common.Transport;

namespace Mcu.Testing.Transport;

// The two pipes of one end seen as a stream: writes wait for the reader, and both fail once the connection has ended.
internal sealed class InMemoryStream(PipeReader reader, PipeWriter writer, Task<ConnectionEnd> ended) : DuplexStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReadResult result = await reader.ReadAsync(cancellationToken);
        int count = (int)Math.Min(buffer.Length, result.Buffer.Length);
        System.Buffers.ReadOnlySequence<byte> taken = result.Buffer.Slice(0, count);
        System.Buffers.BuffersExtensions.CopyTo(taken, buffer.Span);
        reader.AdvanceTo(taken.End);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfEnded();
        try
        {
            FlushResult result = await writer.WriteAsync(buffer, cancellationToken);
            if (result.IsCanceled)
            {
                ThrowIfEnded();
            }
        }
        catch (InvalidOperationException) when (ended.IsCompleted)
        {
            ThrowIfEnded();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !ended.IsCompleted)
        {
            // The end of what we send; the peer reads 0 bytes.
            writer.Complete();
        }

        base.Dispose(disposing);
    }

    private void ThrowIfEnded()
    {
        if (ended.IsCompletedSuccessfully)
        {
            throw new TransportException(
                TransportError.ConnectionEnded,
                $"The connection ended ({ended.Result.By}, code {ended.Result.Code}): {ended.Result.Reason}")
            {
                End = ended.Result,
            };
        }
    }
}
