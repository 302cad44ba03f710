using System.Numerics;
using Mcu.Common.Audio;

namespace Mcu.Benchmarks.Demo;

// Finds one second of what somebody said in what somebody else heard, by normalised cross-correlation within the band that
// speech lives in. It stands being coded twice and mixed with other voices: the others only lower the similarity.
internal static class Alignment
{
    // Samples of one window, and how far the heard sound may lie behind the spoken.
    public const int Window = AudioFormat.SampleRate;
    public const int MaxLag = AudioFormat.SampleRate / 2;

    // Measured: other people's speech stays below 0.3, the right speech under two equally loud others above 0.5.
    public const double HeardFrom = 0.45;

    private const int Size = 1 << 17;
    private const double LowHz = 150;
    private const double HighHz = 4_000;

    // Spoken: Window samples. Heard: Window + MaxLag samples, from the instant the first spoken sample was spoken.
    // Similarity is 0 to 1; Lag is in samples.
    public static (double Similarity, int Lag) Find(ReadOnlySpan<float> spoken, ReadOnlySpan<float> heard)
    {
        Complex[] a = Spectrum(spoken);
        Complex[] b = Spectrum(heard);
        var correlation = new Complex[Size];
        for (int i = 0; i < Size; i++)
        {
            correlation[i] = Complex.Conjugate(a[i]) * b[i];
        }

        Fft.Inverse(correlation);
        Fft.Inverse(a);
        Fft.Inverse(b);
        double spokenEnergy = 0;
        double heardEnergy = 1e-9;
        for (int i = 0; i < Window; i++)
        {
            spokenEnergy += a[i].Real * a[i].Real;
            heardEnergy += b[i].Real * b[i].Real;
        }

        (double Similarity, int Lag) best = (0, 0);
        for (int lag = 0; lag < MaxLag; lag++)
        {
            // A near silence may correlate with anything; a thousandth of what was spoken (−30 dB) is not heard.
            double energy = Math.Max(heardEnergy, spokenEnergy / 1000);
            double similarity = correlation[lag].Real / Math.Sqrt((spokenEnergy * energy) + 1e-12);
            best = similarity > best.Similarity ? (similarity, lag) : best;
            heardEnergy += (b[lag + Window].Real * b[lag + Window].Real) - (b[lag].Real * b[lag].Real);
        }

        return best;
    }

    private static Complex[] Spectrum(ReadOnlySpan<float> samples)
    {
        var values = new Complex[Size];
        for (int i = 0; i < samples.Length; i++)
        {
            values[i] = samples[i];
        }

        Fft.Forward(values);
        int low = (int)(LowHz * Size / AudioFormat.SampleRate);
        int high = (int)(HighHz * Size / AudioFormat.SampleRate);
        for (int i = 0; i <= Size / 2; i++)
        {
            if (i < low || i > high)
            {
                values[i] = 0;
                values[(Size - i) % Size] = 0;
            }
        }

        return values;
    }
}
