namespace Mcu.Client.Hosting;

// What we say, as the command line chose it.
internal abstract record SoundInput
{
    private SoundInput()
    {
    }

    // To listen only.
    internal sealed record Nothing : SoundInput;

    // Loop: begin anew at its end.
    internal sealed record Wav(string Path, bool Loop = false) : SoundInput;

    internal sealed record Tone(double Hz) : SoundInput;

    // A sound card's microphone; null is the system's choice.
    internal sealed record Card(string? Name) : SoundInput;
}
