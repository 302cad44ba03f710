using System.Buffers;
using System.IO.Pipelines;
using Mcu.Common.Protocol;

namespace Mcu.Client.Session;

// The control stream as messages. One reader and one writer at a time; they may be different threads.
internal sealed class ControlChannel(Stream stream)
{
    private readonly PipeReader _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

    public async Task SendAsync(ControlMessage message, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(ControlCodec.EncodeFrame(message), cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    // The next message, or null at the end of the stream. Throws ProtocolException for what is none, TransportException where
    // the connection ended.
    public async Task<ControlMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (TryDecode(ref buffer, out ControlMessage? message))
            {
                _reader.AdvanceTo(buffer.Start);
                return message;
            }

            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return buffer.IsEmpty
                    ? null
                    : throw new ProtocolException(CloseCode.ProtocolViolation, "The control stream ended within a frame.");
            }
        }
    }

    private static bool TryDecode(ref ReadOnlySequence<byte> buffer, out ControlMessage? message)
    {
        bool whole = ControlFrame.TryRead(ref buffer, out ReadOnlySequence<byte> body);
        message = whole ? ControlCodec.Decode(body) : null;
        return whole;
    }
}
