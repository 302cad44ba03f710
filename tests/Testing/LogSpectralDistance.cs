using System.Numerics;

namespace Mcu.Testing;

/// <summary>
/// How different two recordings sound: the distance of their spectra in 20 logarithmic bands from 100 Hz to 12 kHz, in dB, over
/// windows of 20 ms (Hann). Only windows where the reference is louder than −40 dBFS count.
/// </summary>
/// <param name="Decibels">The mean over all windows.</param>
/// <param name="BadShare">Share of windows worse than 8 dB, 0 to 1.</param>
/// <param name="Windows">Windows that count.</param>
public readonly record struct LogSpectralDistance(double Decibels, double BadShare, int Windows)
{
    private const int Window = 960;
    private const int Transform = 1024;
    private const int Bands = 20;
    private const double Bad = 8;
    private const double Floor = 1e-9; // −90 dBFS in a band, so that silence is not infinitely far away

    private static readonly double[] s_hann =
        [.. Enumerable.Range(0, Window).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / Window)))];

    /// <summary>Compares two recordings of 48 kHz mono that are aligned sample by sample.</summary>
    public static LogSpectralDistance Between(ReadOnlySpan<float> reference, ReadOnlySpan<float> heard)
    {
        double sum = 0;
        int bad = 0;
        int windows = 0;
        double[] a = new double[Bands];
        double[] b = new double[Bands];
        for (int start = 0; start + Window <= Math.Min(reference.Length, heard.Length); start += Window)
        {
            ReadOnlySpan<float> window = reference.Slice(start, Window);
            double energy = 0;
            foreach (float sample in window)
            {
                energy += sample * sample;
            }

            if (Math.Sqrt(energy / Window) < 0.01)
            {
                continue;
            }

            Spectrum(window, a);
            Spectrum(heard.Slice(start, Window), b);
            double distance = 0;
            for (int i = 0; i < Bands; i++)
            {
                double difference = 10 * Math.Log10(a[i] / b[i]);
                distance += difference * difference;
            }

            distance = Math.Sqrt(distance / Bands);
            sum += distance;
            bad += distance > Bad ? 1 : 0;
            windows++;
        }

        return windows == 0
            ? new LogSpectralDistance(double.NaN, 1, 0)
            : new LogSpectralDistance(sum / windows, (double)bad / windows, windows);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Decibels:F2} dB, {BadShare:P1} bad, of {Windows} windows");

    private static void Spectrum(ReadOnlySpan<float> window, double[] bands)
    {
        Span<Complex> spectrum = stackalloc Complex[Transform];
        spectrum.Clear();
        for (int i = 0; i < Window; i++)
        {
            spectrum[i] = window[i] * s_hann[i];
        }

        Fft(spectrum);
        const double BinWidth = 48_000.0 / Transform;
        double low = 100;
        double ratio = Math.Pow(120, 1.0 / Bands);
        for (int band = 0; band < Bands; band++)
        {
            int from = (int)Math.Round(low / BinWidth);
            low *= ratio;
            int to = Math.Max(from + 1, (int)Math.Round(low / BinWidth));
            double power = 0;
            for (int i = from; i < to; i++)
            {
                power += (spectrum[i].Real * spectrum[i].Real) + (spectrum[i].Imaginary * spectrum[i].Imaginary);
            }

            bands[band] = (power / (Window * Window / 16.0)) + Floor;
        }
    }

    // Radix 2, in place.
    private static void Fft(Span<Complex> x)
    {
        for (int i = 1, j = 0; i < x.Length; i++)
        {
            int bit = x.Length >> 1;
            for (; (j & bit) != 0; bit >>= 1)
            {
                j ^= bit;
            }

            j ^= bit;
            if (i < j)
            {
                (x[i], x[j]) = (x[j], x[i]);
            }
        }

        for (int length = 2; length <= x.Length; length <<= 1)
        {
            Complex step = Complex.FromPolarCoordinates(1, -2 * Math.PI / length);
            for (int start = 0; start < x.Length; start += length)
            {
                Complex turn = Complex.One;
                for (int i = start; i < start + (length / 2); i++)
                {
                    Complex odd = x[i + (length / 2)] * turn;
                    x[i + (length / 2)] = x[i] - odd;
                    x[i] += odd;
                    turn *= step;
                }
            }
        }
    }
}
