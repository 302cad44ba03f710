namespace Mcu.Client.Terminal.Model;

// Numbers of the connection and the sound, as of now. Null where not known yet; levels in −dBov, 0 the loudest, 127 silence.
internal sealed record Measurements
{
    public double? RttMs { get; init; }

    // Of the packets to us, lately.
    public double? LossPercent { get; init; }

    public double? JitterMs { get; init; }

    public double? BufferDelayMs { get; init; }

    // Since joining, as are all counts.
    public long Concealed { get; init; }

    public long RebuiltByFec { get; init; }

    public long PacketsSent { get; init; }

    public long PacketsReceived { get; init; }

    public long PacketsLost { get; init; }

    public long PacketsLate { get; init; }

    public int MicrophoneLevel { get; init; } = 127;

    public int HeardLevel { get; init; } = 127;

    // As they are called; null where there is none.
    public string? InputDevice { get; init; }

    public string? OutputDevice { get; init; }

    public long Overruns { get; init; }

    public long Underruns { get; init; }

    // What carries QUIC; null where not known yet.
    public string? Transport { get; init; }

    public bool EchoCancellation { get; init; }

    public bool NoiseSuppression { get; init; }

    public bool AutomaticGain { get; init; }
}
