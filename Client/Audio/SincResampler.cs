using System.Numerics.Tensors;

namespace Mcu.Client.Audio;

// Windowed-sinc polyphase resampler for any pair of rates (J. O. Smith, "Digital Audio Resampling"): one table of 512 phases,
// linear between two neighbours (error below −110 dB), Kaiser window of about −90 dB. Pure. The position is kept in whole
// numbers, so that no rounding adds up over hours.
internal sealed class SincResampler : IResampler
{
    private const int OutputRate = 48_000;
    private const int Phases = 512;
    private const int ZeroCrossings = 48;
    private const double KaiserBeta = 9.0;
    // Of the lower Nyquist frequency: the window's transition band (±0.06) ends where aliasing would begin.
    private const double Cutoff = 0.94;
    private const int Block = 1024;

    private readonly int _rate;
    private readonly int _half;
    private readonly float[] _table;
    // Input from _half − 1 samples before the present output's instant onward; _filled of them are there.
    private readonly float[] _window;
    private int _filled;
    private int _start;
    private int _fraction;

    // Rate of the input in Hz.
    public SincResampler(int rate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, WavLimits.MinRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, WavLimits.MaxRate);
        _rate = rate;
        double band = Math.Min(1.0, (double)OutputRate / rate);
        _half = (int)Math.Ceiling(ZeroCrossings / band);
        _table = MakeTable(_half, band * Cutoff);
        _window = new float[Taps + Block];
        Reset();
    }

    public int Lookahead => _half;

    private int Taps => 2 * _half;

    public void Process(ReadOnlySpan<float> input, Span<float> output, out int consumed, out int produced)
    {
        consumed = 0;
        produced = 0;
        while (true)
        {
            while (produced < output.Length && _filled - _start >= Taps)
            {
                output[produced++] = Convolve();
                _fraction += _rate;
                _start += _fraction / OutputRate;
                _fraction %= OutputRate;
            }

            if (produced == output.Length || consumed == input.Length)
            {
                return;
            }

            MakeRoom();
            int taken = Math.Min(input.Length - consumed, _window.Length - _filled);
            input.Slice(consumed, taken).CopyTo(_window.AsSpan(_filled));
            _filled += taken;
            consumed += taken;
        }
    }

    public void Reset()
    {
        // Before the first sample there was silence.
        _filled = _half - 1;
        _start = 0;
        _fraction = 0;
        _window.AsSpan(0, _filled).Clear();
    }

    private float Convolve()
    {
        float phase = (float)_fraction / OutputRate * Phases;
        int index = (int)phase;
        float between = phase - index;
        ReadOnlySpan<float> samples = _window.AsSpan(_start, Taps);
        float low = TensorPrimitives.Dot(samples, _table.AsSpan(index * Taps, Taps));
        float high = TensorPrimitives.Dot(samples, _table.AsSpan((index + 1) * Taps, Taps));
        return low + ((high - low) * between);
    }

    private void MakeRoom()
    {
        int keep = Math.Max(0, _filled - _start);
        _window.AsSpan(_filled - keep, keep).CopyTo(_window);
        _start -= _filled - keep;
        _filled = keep;
    }

    // Row p holds the weights for an instant p/512 of the way from the window's sample _half − 1 to the next.
    private static float[] MakeTable(int half, double cutoff)
    {
        int taps = 2 * half;
        var table = new float[(Phases + 1) * taps];
        var row = new double[taps];
        double windowPeak = Bessel(KaiserBeta);
        for (int phase = 0; phase <= Phases; phase++)
        {
            double sum = 0;
            for (int tap = 0; tap < taps; tap++)
            {
                double x = tap - (half - 1) - ((double)phase / Phases);
                double edge = 1 - (x / half * (x / half));
                double window = edge <= 0 ? 0 : Bessel(KaiserBeta * Math.Sqrt(edge)) / windowPeak;
                double angle = Math.PI * x * cutoff;
                row[tap] = window * (angle == 0 ? 1 : Math.Sin(angle) / angle);
                sum += row[tap];
            }

            for (int tap = 0; tap < taps; tap++)
            {
                table[(phase * taps) + tap] = (float)(row[tap] / sum);
            }
        }

        return table;
    }

    // The modified Bessel function of the first kind, order 0, by its power series.
    private static double Bessel(double x)
    {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-12; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
