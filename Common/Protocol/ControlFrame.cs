using System.Buffers;

namespace Mcu.Common.Protocol;

/// <summary>
/// Cuts the control stream into frames: a 4-byte big-endian length, then that many bytes, 1 to
/// <see cref="ProtocolLimits.MaxFrameBytes"/>. Pure and without state, made for a <c>PipeReader</c>'s loop:
/// <code>
/// while (ControlFrame.TryRead(ref buffer, out var body)) { Handle(ControlCodec.Decode(body)); }
/// reader.AdvanceTo(buffer.Start, buffer.End);
/// </code>
/// </summary>
public static class ControlFrame
{
    /// <summary>Bytes of the length that stands before every frame's body.</summary>
    public const int HeaderBytes = 4;

    /// <summary>Takes one frame from the front of what was received.</summary>
    /// <param name="buffer">
    /// Bytes of the stream; the frame is cut off its front where there is one, otherwise it is left as it is.
    /// </param>
    /// <param name="body">The frame without its length; lives as long as the bytes in <paramref name="buffer"/> do.</param>
    /// <returns>False where the frame is not complete yet.</returns>
    /// <exception cref="ProtocolException">The length is 0 or too large; found as soon as its 4 bytes are there.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> body)
    {
        body = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadBigEndian(out int bits))
        {
            return false;
        }

        uint length = (uint)bits;
        CheckLength(length);
        if (reader.Remaining < length)
        {
            return false;
        }

        body = buffer.Slice(HeaderBytes, length);
        buffer = buffer.Slice(body.End);
        return true;
    }

    // Says why a body of this length cannot be one; a stream that broke off within a frame is told by its reader.
    internal static void CheckLength(long length)
    {
        if (length == 0)
        {
            throw new ProtocolException(
                CloseCode.ProtocolViolation,
                $"A control frame has a length of 0 bytes; 1 to {ProtocolLimits.MaxFrameBytes} are allowed.");
        }

        if (length > ProtocolLimits.MaxFrameBytes)
        {
            throw new ProtocolException(
                CloseCode.FrameTooLarge,
                $"A control frame has a length of {length} bytes; at most {ProtocolLimits.MaxFrameBytes} are allowed.");
        }
    }
}
