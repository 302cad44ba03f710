namespace Mcu.Client.Hosting;

// Where what is heard goes, as the command line chose it.
internal abstract record SoundOutput
{
    private SoundOutput()
    {
    }

    // Nobody hears it.
    internal sealed record Nothing : SoundOutput;

    internal sealed record Wav(string Path) : SoundOutput;

    // A sound card's loudspeaker; null is the system's choice.
    internal sealed record Card(string? Name) : SoundOutput;
}
