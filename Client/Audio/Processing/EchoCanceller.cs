using Mcu.Client.Audio.Processing.Interop;
using Mcu.Common.Audio;

namespace Mcu.Client.Audio.Processing;

// libspeexdsp's adaptive filter (Valin 2007, "On adjusting the learning rate in frequency domain echo cancellation with
// double-talk"): takes out of what is captured what it predicts from what is played. What it leaves is the preprocessor's.
// Thread: one. Owner: whoever makes it. Allocates only when it is made.
internal sealed class EchoCanceller : IDisposable
{
    // Samples of one call: 10 ms. The preprocessor has to use the same, and is late by one block.
    public const int Block = AudioFormat.FrameSamples / 2;

    // What an echo may take from the reference to its end: some 100 ms of device queues beyond the reference's own lead, and
    // 100 ms of a room. Longer would learn more slowly: 1 to 2 dB worse for every 50 ms.
    private const int Tail = AudioFormat.SampleRate / 5;

    private readonly EchoStateHandle _handle = EchoStateHandle.Create(AudioFormat.SampleRate, Block, Tail);

    internal EchoStateHandle Handle => _handle;

    // One block each; the output must not be one of the inputs.
    public void Cancel(ReadOnlySpan<short> captured, ReadOnlySpan<short> played, Span<short> output) =>
        _handle.Cancel(captured, played, output);

    // Forgets what it has learned.
    public void Reset() => _handle.Reset();

    public void Dispose() => _handle.Dispose();
}
