using Mcu.Client.Audio.Processing;

namespace Mcu.Client.Voice;

// What happens to a voice between the microphone and the line.
internal sealed record HeadsetOptions
{
    // Null where the sound is to stay what it is: files, tones. Whoever makes it disposes of it, after the headset.
    public IFrameProcessor? Processing { get; init; }

    // Is told what is played, where the processing cancels its echo.
    public EchoReference? Reference { get; init; }

    public TransmitSwitch Transmit { get; init; } = new();
}
