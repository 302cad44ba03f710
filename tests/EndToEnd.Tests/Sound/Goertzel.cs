namespace Mcu.EndToEnd.Tests.Sound;

// How strong one frequency is in a piece of sound (G. Goertzel, 1958), with a Hann window so that a neighbour does not leak in.
internal static class Goertzel
{
    // The amplitude of a sine of this frequency; a full-scale one is 1.
    public static double Amplitude(ReadOnlySpan<float> samples, double hz)
    {
        double turn = 2 * Math.Cos(Math.Tau * hz / 48_000);
        double previous = 0;
        double beforeThat = 0;
        double weight = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double window = 0.5 - (0.5 * Math.Cos(Math.Tau * i / samples.Length));
            double next = (samples[i] * window) + (turn * previous) - beforeThat;
            beforeThat = previous;
            previous = next;
            weight += window;
        }

        double power = (previous * previous) + (beforeThat * beforeThat) - (turn * previous * beforeThat);
        return 2 * Math.Sqrt(Math.Max(0, power)) / weight;
    }
}
