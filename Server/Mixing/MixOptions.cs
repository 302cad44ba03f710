using Mcu.Common.Audio;
using Mcu.Common.Opus;

namespace Mcu.Server.Mixing;

// How a room sounds. The same for every room of a server.
internal sealed record MixOptions
{
    // How each listener's stream is encoded.
    public OpusEncoderOptions Encoder { get; init; } = new();

    // How much a talker's stream is buffered.
    public JitterBufferOptions Jitter { get; init; } = new();

    // RMS from which a frame counts as speech.
    public float VadThreshold { get; init; } = VoiceActivity.DefaultThreshold;
}
