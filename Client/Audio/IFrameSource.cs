namespace Mcu.Client.Audio;

// Where frames to send come from: a sound card, a file, a tone, nothing. Thread: a voice loop's only.
// TryRead is called once per 20 ms and must not allocate.
internal interface IFrameSource : IDisposable
{
    // What it is, for people: "speech.wav", "a 440 Hz tone".
    string Name { get; }

    // Whether TryRead waits until its frame is due, as a sound card does; others never wait, and are paced by whoever calls.
    bool SetsThePace { get; }

    // Fills one frame (960 samples of 48 kHz mono, ±1) and says true, or says false for good: there is no more.
    // Throws AudioFileException where the file behind it fails.
    bool TryRead(Span<float> frame);
}
