namespace Mcu.Client.Audio;

// Where heard frames go: a sound card, a file, nowhere. Thread: a voice loop's only. Write is called once per 20 ms and must
// not allocate.
internal interface IFrameSink : IDisposable
{
    // What it is, for people: "heard.wav", "nowhere".
    string Name { get; }

    // Whether Write waits until there is room for its frame, as a sound card does; others never wait, and are paced by whoever calls.
    bool SetsThePace { get; }

    // Takes one frame (960 samples of 48 kHz mono, ±1). Throws AudioFileException where the file behind it fails.
    void Write(ReadOnlySpan<float> frame);
}
