namespace Mcu.Client.Audio;

// Where frames to send come from: a file, a tone, nothing; later a sound card's capture ring. Thread: the voice loop's only.
// TryRead is called once per 20 ms and must neither wait for a device nor allocate.
internal interface IFrameSource : IDisposable
{
    // What it is, for people: "speech.wav", "a 440 Hz tone".
    string Name { get; }

    // Fills one frame (960 samples of 48 kHz mono, ±1) and says true, or says false for good: there is no more.
    // Throws AudioFileException where the file behind it fails.
    bool TryRead(Span<float> frame);
}
