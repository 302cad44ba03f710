using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;

namespace Mcu.Common.Voice;

/// <summary>
/// The sending end of a voice stream: an encoder, and the numbers that tell the other end silence from loss. Pure but for the
/// codec.
/// </summary>
/// <remarks>Thread: one at a time. Owner: whoever makes it disposes it. Nothing allocates after it is made.</remarks>
public sealed class VoiceSender : IDisposable
{
    private uint _sequence;
    private uint _timestamp;
    private bool _wasSilent = true;

    /// <summary>Makes a sender.</summary>
    /// <param name="options">How to encode.</param>
    /// <param name="firstSequence">The first packet's sequence.</param>
    /// <param name="firstTimestamp">The first frame's timestamp.</param>
    /// <exception cref="OpusException">libopus is missing.</exception>
    public VoiceSender(OpusEncoderOptions options, uint firstSequence = 0, uint firstTimestamp = 0)
    {
        Encoder = new OpusEncoder(options);
        _sequence = firstSequence;
        _timestamp = firstTimestamp;
    }

    /// <summary>The encoder, for its settings.</summary>
    public OpusEncoder Encoder { get; }

    /// <summary>Encodes one frame as the stream's next packet.</summary>
    /// <param name="frame">960 samples.</param>
    /// <param name="payload">Takes the packet; 1,275 bytes always suffice.</param>
    public VoicePacket Send(ReadOnlySpan<float> frame, Span<byte> payload)
    {
        int length = Encoder.Encode(frame, payload);
        var packet = new VoicePacket(_sequence, _timestamp, _wasSilent, AudioLevel.Of(frame), length);
        _sequence++;
        _timestamp += AudioFormat.FrameSamples;
        _wasSilent = false;
        return packet;
    }

    /// <summary>Encodes one frame as the stream's next datagram: the header, then the packet.</summary>
    /// <param name="frame">960 samples.</param>
    /// <param name="isSpeech">What the header says of the frame.</param>
    /// <param name="datagram">Takes the datagram; where it is short, so is the packet. At least
    /// <see cref="VoiceHeader.MinDatagramBytes"/> bytes.</param>
    /// <returns>The datagram's length in bytes.</returns>
    public int SendDatagram(ReadOnlySpan<float> frame, bool isSpeech, Span<byte> datagram)
    {
        VoicePacket packet = Send(frame, datagram[VoiceHeader.Size..]);
        new VoiceHeader(packet.StartsTalkspurt, isSpeech, packet.Level, packet.Sequence, packet.Timestamp).WriteTo(datagram);
        return VoiceHeader.Size + packet.Length;
    }

    /// <summary>Lets frames pass unsent: the timestamp runs on, the sequence does not.</summary>
    /// <param name="frames">How many, 0 or more; with none nothing changes.</param>
    public void StaySilent(long frames = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        if (frames == 0)
        {
            return;
        }

        _timestamp += unchecked((uint)(frames * AudioFormat.FrameSamples));
        _wasSilent = true;
    }

    /// <inheritdoc/>
    public void Dispose() => Encoder.Dispose();
}
