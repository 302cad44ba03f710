namespace Mcu.Client.Audio;

// Where heard frames go: a loudspeaker, a file, nowhere. Thread: the voice loop's only. Write is called once per 20 ms and must not
// allocate.
internal interface IFrameSink : IDisposable
{
    // What it is, for people: "heard.wav", "nowhere".
    string Name { get; }

    // Write waits until its frame is due, as a sound card does. Others never wait: the voice loop paces them by the clock.
    bool SetsThePace { get; }

    // Takes one frame (960 samples of 48 kHz mono, ±1). Throws AudioFileException where the file behind it fails.
    void Write(ReadOnlySpan<float> frame);
}
