using Mcu.Client.Audio.Devices;
using Mcu.Client.Audio.Processing;
using Mcu.Client.Trust;
using Mcu.Common.Addressing;
using Mcu.Common.Opus;
using Mcu.Common.Transport.Backends;

namespace Mcu.Client.Hosting;

// What the command line asked for, checked.
internal sealed record ClientOptions
{
    public required ServerAddress Server { get; init; }

    public required string Room { get; init; }

    public required string Name { get; init; }

    public required TrustOptions Trust { get; init; }

    // JSON lines for programs.
    public bool IsHeadless { get; init; }

    // Lines for people instead of a screen. Never together with IsHeadless.
    public bool IsPlain { get; init; }

    // Whether a person is at standard input, who can be asked.
    public bool CanAsk { get; init; } = true;

    public SoundInput Input { get; init; } = new SoundInput.Nothing();

    public SoundOutput Output { get; init; } = new SoundOutput.Nothing();

    // Of the sound cards' buffers; see RingSize.
    public int RingBufferFrames { get; init; } = RingSize.DefaultFrames;

    public TransmitMode TransmitMode { get; init; }

    // What is done to our voice at first. Never anything but to a microphone's: what is measured must stay what it is.
    public bool EchoCancellation { get; init; }

    public bool NoiseSuppression { get; init; }

    public bool AutomaticGain { get; init; }

    // Null goes on until a signal or the server ends it.
    public TimeSpan? Duration { get; init; }

    // What carries QUIC.
    public TransportPreference Transport { get; init; } = TransportPreference.Auto;

    public int Bitrate { get; init; } = OpusDefaults.Bitrate;

    // Events that the screen remembers.
    public int MaxEvents { get; init; } = 1_000;

    public string? LogFile { get; init; }
}
