namespace Mcu.Testing;

/// <summary>How much of one frequency is in a signal (Goertzel's algorithm, under a Hann window).</summary>
public static class Goertzel
{
    private const int SampleRate = 48_000;

    /// <summary>The amplitude of a sine of this frequency in the signal: 1 for a full-scale one.</summary>
    public static double Amplitude(ReadOnlySpan<float> signal, double frequency)
    {
        double coefficient = 2 * Math.Cos(2 * Math.PI * frequency / SampleRate);
        double s1 = 0;
        double s2 = 0;
        for (int i = 0; i < signal.Length; i++)
        {
            double window = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / signal.Length));
            double s0 = (signal[i] * window) + (coefficient * s1) - s2;
            s2 = s1;
            s1 = s0;
        }

        double power = (s1 * s1) + (s2 * s2) - (coefficient * s1 * s2);
        return Math.Sqrt(Math.Max(power, 0)) * 4 / signal.Length;
    }

    /// <summary>By how many dB one frequency lies under another.</summary>
    public static double DecibelsUnder(ReadOnlySpan<float> signal, double frequency, double reference) =>
        20 * Math.Log10(Amplitude(signal, reference) / Math.Max(Amplitude(signal, frequency), 1e-9));
}
