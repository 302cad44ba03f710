namespace Mcu.Client.Audio;

// Where heard frames go: a file, nowhere; later a sound card's playback ring. Thread: the voice loop's only. Write is called
// once per 20 ms and must neither wait for a device nor allocate.
internal interface IFrameSink : IDisposable
{
    // What it is, for people: "heard.wav", "nowhere".
    string Name { get; }

    // Takes one frame (960 samples of 48 kHz mono, ±1). Throws AudioFileException where the file behind it fails.
    void Write(ReadOnlySpan<float> frame);
}
