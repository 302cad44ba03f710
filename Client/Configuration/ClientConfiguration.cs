using Mcu.Client.Audio.Devices;
using Mcu.Client.Audio.Processing;
using Mcu.Common.Opus;
using Mcu.Common.Transport.Backends;

namespace Mcu.Client.Configuration;

// What a person may set once for every call, in the order of client.example.toml. Defaults stand here; names, ranges and
// sentences in ClientSettings, which has checked them.
internal sealed record ClientConfiguration
{
    // What the others call you, where the command line names nobody; null is the login name.
    public string? Name { get; init; }

    // The file by which servers know you again; null is the one in the data directory.
    public string? Identity { get; init; }

    // Where the identity and the known servers are kept; null is the user's data directory.
    public string? DataDirectory { get; init; }

    // Null logs nothing.
    public string? LogFile { get; init; }

    // What carries QUIC.
    public TransportPreference Transport { get; init; } = TransportPreference.Auto;

    // Bits per second to send.
    public int Bitrate { get; init; } = OpusDefaults.Bitrate;

    // When our voice is sent.
    public TransmitMode TransmitMode { get; init; } = TransmitMode.VoiceActivity;

    // What is done to what a microphone hears, before it is sent.
    public bool EchoCancellation { get; init; } = true;

    public bool NoiseSuppression { get; init; } = true;

    public bool AutomaticGain { get; init; } = true;

    // Of the sound cards' buffers: a pause of this program is not heard, and nobody is heard seconds late. See RingSize.
    public int RingBufferFrames { get; init; } = RingSize.DefaultFrames;

    // Sound cards by name or a part of it; null is the system's choice.
    public string? InputDevice { get; init; }

    public string? OutputDevice { get; init; }

    // Events that the screen remembers; a few hundred kilobytes.
    public int MaxEvents { get; init; } = 1_000;
}
