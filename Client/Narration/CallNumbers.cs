using Mcu.Client.Commands;
using Mcu.Common.Audio;
using Mcu.Common.Transport;

namespace Mcu.Client.Narration;

// How a call is doing at one moment. Levels in −dBov: 0 the loudest, 127 silence. Network and Voice are null while there is no
// connection.
internal sealed record CallNumbers
{
    // What carries QUIC, and why, for people.
    public string Transport { get; init; } = "";

    public ConnectionStatistics? Network { get; init; }

    public JitterBufferStatistics? Voice { get; init; }

    public long PacketsSent { get; init; }

    // Percent of what we sent lately, as the acknowledgements tell.
    public int UplinkLossPercent { get; init; }

    // Percent of what should have come since joining.
    public double DownlinkLossPercent => Voice is { } voice && voice.Received + voice.Lost > 0
        ? 100.0 * voice.Lost / (voice.Received + voice.Lost)
        : 0;

    public byte InputLevel { get; init; } = AudioLevel.Silence;

    public byte OutputLevel { get; init; } = AudioLevel.Silence;

    public string InputName { get; init; } = "";

    public string OutputName { get; init; } = "";

    public long Overruns { get; init; }

    public long Underruns { get; init; }

    public TalkMode Mode { get; init; }

    public bool IsTalkKeyDown { get; init; }

    // On this side, whether or not the server knows.
    public bool IsMuted { get; init; }

    public bool IsSending { get; init; }

    // All off where there is no microphone.
    public bool EchoCancellation { get; init; }

    public bool NoiseSuppression { get; init; }

    public bool AutomaticGain { get; init; }

    public int GainDecibels { get; init; }
}
