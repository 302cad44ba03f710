using Mcu.Client.Audio.Processing.Interop;

namespace Mcu.Client.Audio.Processing;

// libspeexdsp's resampler for sound cards of any rate, to 48 kHz and from it. Thread: one at a time. Owner: whoever makes it.
// Allocates only when it is made. It is cheaper and waits for fewer samples than SincResampler, which files deserve.
internal sealed class SpeexResampler : IResampler, IDisposable
{
    public const int MinRate = 8_000;
    public const int MaxRate = 192_000;

    // Of 0 to 10. Stop band of about −100 dB and 48 samples of lookahead, which are 1 ms; from 7 on only the last 3 % of the
    // band gain.
    private const int Quality = 6;

    private readonly ResamplerHandle _handle;

    // Rates in Hz, 8,000 to 192,000. Throws SpeexException where libspeexdsp is missing.
    public SpeexResampler(int inputRate, int outputRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputRate, MinRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inputRate, MaxRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputRate, MinRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(outputRate, MaxRate);
        _handle = ResamplerHandle.Create(inputRate, outputRate, Quality);
        Lookahead = _handle.InputLatency;
    }

    public int Lookahead { get; }

    public void Process(ReadOnlySpan<float> input, Span<float> output, out int consumed, out int produced) =>
        _handle.Process(input, output, out consumed, out produced);

    public void Reset() => _handle.Reset();

    public void Dispose() => _handle.Dispose();
}
