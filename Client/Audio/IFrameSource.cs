namespace Mcu.Client.Audio;

// Where frames to send come from: a microphone, a file, a tone, nothing. Thread: the voice loop's only. TryRead is called once per
// 20 ms and must not allocate.
internal interface IFrameSource : IDisposable
{
    // What it is, for people: "speech.wav", "a 440 Hz tone".
    string Name { get; }

    // TryRead waits until its frame is due, as a sound card does. Others never wait: the voice loop paces them by the clock.
    bool SetsThePace { get; }

    // Fills one frame (960 samples of 48 kHz mono, ±1) and says true, or says false for good: there is no more.
    // Throws AudioFileException where the file behind it fails.
    bool TryRead(Span<float> frame);
}
