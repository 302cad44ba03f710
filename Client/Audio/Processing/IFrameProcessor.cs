namespace Mcu.Client.Audio.Processing;

// One stage on the way from the microphone to the encoder. Thread: the capture thread's only. Process neither locks, logs nor
// allocates.
internal interface IFrameProcessor : IDisposable
{
    // Changes one frame (960 samples of 48 kHz mono, ±1) in place. What comes out may be later than what went in.
    void Process(Span<float> frame);
}
