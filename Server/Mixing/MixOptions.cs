using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;

namespace Mcu.Server.Mixing;

// How a room sounds. The same for every room of a server.
internal sealed record MixOptions
{
    // How each listener's stream is encoded.
    public OpusEncoderOptions Encoder { get; init; } = new();

    // How much a talker's stream is buffered. Less than at a client: the wait for the tick, 0 to 20 ms, comes on top, and of what
    // is added here every listener has the delay. It grows with the jitter that is seen; the client's own buffer covers the first
    // second. 3 ms keep the median added delay under 25 ms even where every talker's packets just miss the tick.
    public JitterBufferOptions Jitter { get; init; } = new()
    {
        MinimumDelay = 3 * MonotonicClock.Millisecond,
        StartDelay = 3 * MonotonicClock.Millisecond,
        MaxPayloadBytes = ProtocolLimits.MaxPacketBytes,
    };

    // RMS from which a frame counts as speech.
    public float VadThreshold { get; init; } = VoiceActivity.DefaultThreshold;
}
