using Mcu.Common.Audio;

namespace Mcu.Client.Audio;

// A sine that never ends: the twin of a microphone for tests by ear and by Goertzel.
internal sealed class ToneSource : IFrameSource
{
    public const double DefaultHz = 440;
    public const double MinHz = 20;
    public const double MaxHz = 20_000;

    // −14 dBFS: three of them still sum far below where tanh bends.
    private const float Amplitude = 0.2f;

    private readonly double _step;
    private double _phase;

    public ToneSource(double hz)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hz, MinHz);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hz, MaxHz);
        Name = FormattableString.Invariant($"a {hz} Hz tone");
        _step = Math.Tau * hz / AudioFormat.SampleRate;
    }

    public string Name { get; }

    public bool SetsThePace => false;

    public bool TryRead(Span<float> frame)
    {
        for (int i = 0; i < frame.Length; i++)
        {
            frame[i] = Amplitude * (float)Math.Sin(_phase);
            _phase += _step;
        }

        _phase %= Math.Tau;
        return true;
    }

    public void Dispose()
    {
    }
}
