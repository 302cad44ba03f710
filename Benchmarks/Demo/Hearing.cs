using Mcu.Common.Audio;

namespace Mcu.Benchmarks.Demo;

// How well one listener heard one talker. Share: of the seconds with speech in them, those that were found again. Similarity: the
// median normalised cross-correlation of those found, 0 to 1. Delays: from mouth to ear, in milliseconds.
internal sealed record Hearing(double Share, double Similarity, double[] DelaysMs)
{
    // Between the beginnings of two windows that are looked for: half of one.
    private const int Step = AudioFormat.SampleRate / 2;

    // A window with less than this RMS has too little speech in it to be recognised by.
    private const float LeastRms = 0.01f;

    public double MedianDelayMs => Percentile(DelaysMs, 0.5);

    public static Hearing Measure(Participant talker, Participant listener)
    {
        int windows = 0;
        var similarities = new List<double>();
        var delays = new List<double>();
        for (int at = 0; at + Alignment.Window <= talker.Spoken.Length; at += Step)
        {
            ReadOnlySpan<float> spoken = talker.Spoken.AsSpan(at, Alignment.Window);
            long heardAt = listener.SampleHeardAt(talker, at);
            if (AudioLevel.Rms(spoken) < LeastRms || heardAt < 0
                || heardAt + Alignment.Window + Alignment.MaxLag > listener.Heard.Length)
            {
                continue;
            }

            windows++;
            ReadOnlySpan<float> heard = listener.Heard.AsSpan((int)heardAt, Alignment.Window + Alignment.MaxLag);
            (double similarity, int lag) = Alignment.Find(spoken, heard);
            if (similarity >= Alignment.HeardFrom)
            {
                similarities.Add(similarity);
                delays.Add(1_000.0 * lag / AudioFormat.SampleRate);
            }
        }

        return new Hearing(
            windows == 0 ? 0 : (double)similarities.Count / windows,
            Percentile([.. similarities.Order()], 0.5),
            [.. delays.Order()]);
    }

    // Of sorted values; 0 where there are none.
    public static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
}
