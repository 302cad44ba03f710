using System.Numerics.Tensors;
using Mcu.Common.Opus.Interop;

namespace Mcu.Common.Opus;

/// <summary>How a missing frame was made up.</summary>
public enum OpusRecovery
{
    /// <summary>From the copy that the next packet carries (LBRR).</summary>
    ForwardErrorCorrection,

    /// <summary>By concealment: the next packet carries no copy.</summary>
    Concealment,
}

/// <summary>Decodes Opus packets (RFC 6716) into 20 ms frames of 48 kHz mono sound, from −1 to 1. Takes bytes of any
/// origin.</summary>
/// <remarks>
/// Thread: one at a time. Owner: whoever makes it disposes it. Memory: about 18 KB, taken once; decoding allocates nothing.
/// State: a packet that is refused by its shape leaves the decoder as it was; where libopus itself fails amid a packet, the
/// decoder is as new.
/// </remarks>
public sealed unsafe class OpusDecoder : IDisposable
{
    private readonly OpusDecoderHandle _handle = OpusDecoderHandle.Create(OpusDefaults.SampleRate, OpusDefaults.Channels);

    /// <summary>Decodes one packet of one frame.</summary>
    /// <param name="packet">Any bytes.</param>
    /// <param name="frame">Takes 960 samples; silence where the answer is false.</param>
    /// <returns>False where the packet is malformed or does not last 20 ms.</returns>
    public bool TryDecode(ReadOnlySpan<byte> packet, Span<float> frame)
    {
        CheckFrame(frame);
        if (IsFrame(packet) && Decode(packet, frame, fec: false))
        {
            return true;
        }

        frame.Clear();
        return false;
    }

    /// <summary>
    /// Makes up the lost frame before a packet, from that packet where it can. Decode the packet itself afterwards.
    /// </summary>
    /// <param name="nextPacket">The packet that follows the lost one; any bytes.</param>
    /// <param name="frame">Takes 960 samples.</param>
    /// <returns>How the frame was made up.</returns>
    public OpusRecovery Recover(ReadOnlySpan<byte> nextPacket, Span<float> frame)
    {
        CheckFrame(frame);
        if (IsFrame(nextPacket) && OpusPacket.HasFec(nextPacket) && Decode(nextPacket, frame, fec: true))
        {
            return OpusRecovery.ForwardErrorCorrection;
        }

        Conceal(frame);
        return OpusRecovery.Concealment;
    }

    /// <summary>Makes up a frame from what was decoded before it. Fades when called again and again.</summary>
    /// <param name="frame">Takes 960 samples.</param>
    public void Conceal(Span<float> frame)
    {
        CheckFrame(frame);
        if (!Decode([], frame, fec: false))
        {
            frame.Clear();
        }
    }

    /// <summary>Forgets what was decoded: call it where another stream begins.</summary>
    public void Reset() => OpusControl.Reset(_handle);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static bool IsFrame(ReadOnlySpan<byte> packet) =>
        OpusPacket.TryParse(packet, out OpusPacket shape) && shape.Samples == OpusDefaults.FrameSamples;

    private static void CheckFrame(Span<float> frame) =>
        ArgumentOutOfRangeException.ThrowIfNotEqual(frame.Length, OpusDefaults.FrameSamples, nameof(frame));

    private bool Decode(ReadOnlySpan<byte> packet, Span<float> frame, bool fec)
    {
        int samples;
        fixed (byte* data = packet) // null where it is empty, which asks libopus for concealment
        fixed (float* pcm = frame)
        {
            samples = LibOpus.opus_decode_float(_handle, data, packet.Length, pcm, frame.Length, fec ? 1 : 0);
        }

        if (samples == frame.Length)
        {
            // Crafted packets decode to any loudness; what is over full scale would be clipped by a sound card anyway.
            TensorPrimitives.Clamp(frame, -1f, 1f, frame);
            return true;
        }

        Reset();
        return false;
    }
}
