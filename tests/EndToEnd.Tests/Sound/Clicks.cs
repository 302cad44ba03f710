namespace Mcu.EndToEnd.Tests.Sound;

// Short bursts to measure delays with: chirps through the band that speech lives in, which voice activity takes for speech and a
// codec leaves recognisable to the sample. Between two of them it is silent for long enough that nothing is sent.
internal static class Clicks
{
    // So many tell.
    public const int Count = 7;

    // So many come first, while the programs compile what they run for the first time, and the jitter buffers learn.
    private const int Early = 4;

    private const int Rate = 48_000;
    private const int Length = Rate * 40 / 1_000;

    // A prime number of milliseconds, so that they fall on every part of a frame.
    private const int Spacing = Rate * 601 / 1_000;
    private const int MaxDelay = Rate * 400 / 1_000;
    private const int Begin = Rate / 2;

    // Of the peak of what was looked for; what is not at least so alike was not heard.
    private const double Alike = 0.5;

    private static readonly float[] s_click = [.. Enumerable.Range(0, Length).Select(Chirp)];

    // Half a second of silence, the clicks, and time for the last of them to be heard.
    public static float[] Sound()
    {
        var sound = new float[Begin + ((Early + Count) * Spacing)];
        for (int i = 0; i < Early + Count; i++)
        {
            s_click.CopyTo(sound, Begin + (i * Spacing));
        }

        return sound;
    }

    // Milliseconds from each click in what was spoken to the same one in what was heard. Both begin at the same instant.
    public static double[] Delays(float[] spoken, float[] heard)
    {
        int first = Array.FindIndex(spoken, sample => Math.Abs(sample) > 0.05f);
        var delays = new List<double>();
        for (int i = 0; first >= 0 && i < Count; i++)
        {
            // Looked for a little around where it must be, for sound that was played late has holes.
            int from = Math.Max(0, first + ((Early + i) * Spacing) - (Rate / 10));
            if (Find(spoken, from, Rate / 5) is { } said && Find(heard, said, MaxDelay) is { } heardAt)
            {
                delays.Add(1_000.0 * (heardAt - said) / Rate);
            }
        }

        return [.. delays.Order()];
    }

    public static double Median(double[] sorted) => sorted.Length == 0 ? double.PositiveInfinity : sorted[sorted.Length / 2];

    public static string Describe(double[] sorted) => sorted.Length == 0
        ? "no click was heard"
        : FormattableString.Invariant(
            $"median {Median(sorted):F1} ms, min {sorted[0]:F1}, max {sorted[^1]:F1}, of {sorted.Length} of {Count} clicks");

    // Where the click is most alike, by normalised correlation; null where it is not there.
    private static int? Find(float[] sound, int from, int range)
    {
        (double Similarity, int At) best = (0, 0);
        for (int at = from; at < from + range && at + Length <= sound.Length; at++)
        {
            double product = 0;
            double energy = 1e-3;
            for (int i = 0; i < Length; i++)
            {
                product += s_click[i] * sound[at + i];
                energy += sound[at + i] * sound[at + i];
            }

            double similarity = product / Math.Sqrt(energy * ClickEnergy);
            best = similarity > best.Similarity ? (similarity, at) : best;
        }

        return best.Similarity >= Alike ? best.At : null;
    }

    private static double ClickEnergy { get; } = s_click.Sum(sample => (double)sample * sample);

    // 300 to 3,000 Hz, with ramps of 2 ms.
    private static float Chirp(int i)
    {
        double t = (double)i / Rate;
        double phase = Math.Tau * ((300 * t) + (2_700 * t * t * Rate / (2.0 * Length)));
        double ramp = Math.Min(1, Math.Min(i, Length - 1 - i) / (Rate * 0.002));
        return (float)(0.4 * ramp * Math.Sin(phase));
    }
}
