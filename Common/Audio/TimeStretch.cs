using System.Numerics.Tensors;

namespace Mcu.Common.Audio;

/// <summary>
/// Takes pitch periods out of decoded speech or puts some in, so that it lasts some 20 ms less or more without a click and
/// without another pitch (overlap-add at the best-matching lag, as in WSOLA and NetEQ). Pure.
/// </summary>
/// <remarks>
/// A pitch period is not 20 ms, so a change is not exactly one frame: the caller keeps what is over (at most
/// <see cref="MaxPeriod"/> samples) and plays it first in the next tick. Shorten: decode both frames behind what is over from
/// before, and shorten the whole by what exceeds one frame. Lengthen: hand in what was played last and what is over, and play
/// the frame that comes of it.
/// </remarks>
public static class TimeStretch
{
    /// <summary>Samples of the longest pitch period: 15 ms, a voice of 67 Hz.</summary>
    public const int MaxPeriod = 720;

    /// <summary>Samples of the past that <see cref="Lengthen"/> needs.</summary>
    public const int History = MaxPeriod + Window;

    private const int MinPeriod = 120; // 400 Hz
    private const int Window = 480; // 10 ms, over which likeness is judged
    private const int Overlap = 240; // 5 ms
    private const float Quiet = 0.003f; // RMS, −50 dBov: no lag is better than another, and none is heard

    /// <summary>Takes out up to <paramref name="excess"/> samples, and at least that less <see cref="MaxPeriod"/>.</summary>
    /// <param name="sound">Worked on in place; at least <paramref name="excess"/> + 480 samples. Its first and last samples
    /// stay.</param>
    /// <param name="excess">Samples to be rid of, positive.</param>
    /// <returns>How many samples of <paramref name="sound"/> are left.</returns>
    public static int Shorten(Span<float> sound, int excess)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(excess);
        ArgumentOutOfRangeException.ThrowIfLessThan(sound.Length, excess + Window, nameof(sound));
        (int at, int lag) = BestSplice(sound, excess);
        Span<float> tail = sound[(at + lag)..];
        CrossFade(sound.Slice(at, Overlap), tail[..Overlap]);
        tail[Overlap..].CopyTo(sound[(at + Overlap)..]);
        return sound.Length - lag;
    }

    /// <summary>Goes on with a sound for at least <paramref name="needed"/> samples by repeating its last pitch period.</summary>
    /// <param name="past">What comes before, at least <see cref="History"/> samples.</param>
    /// <param name="continuation">Takes what comes next: room for <paramref name="needed"/> + <see cref="MaxPeriod"/>
    /// samples.</param>
    /// <param name="needed">Samples wanted, positive.</param>
    /// <returns>
    /// Samples written: whole pitch periods, so that what would have followed <paramref name="past"/> follows the continuation
    /// just as well.
    /// </returns>
    public static int Lengthen(ReadOnlySpan<float> past, Span<float> continuation, int needed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(needed);
        ArgumentOutOfRangeException.ThrowIfLessThan(past.Length, History, nameof(past));
        ArgumentOutOfRangeException.ThrowIfLessThan(continuation.Length, needed + MaxPeriod, nameof(continuation));
        int period = PitchPeriod(past[^History..]);
        int length = (needed + period - 1) / period * period;
        ReadOnlySpan<float> last = past[^period..];
        for (int start = 0; start < length; start += period)
        {
            last.CopyTo(continuation[start..]);
        }

        // The period's ends never match quite: each seam's step is spread over the samples after it.
        float step = past[^1] - past[^(period + 1)];
        for (int start = 0; start < length; start += period)
        {
            SpreadStep(continuation.Slice(start, Math.Min(Overlap, period)), step);
        }

        return length;
    }

    private static void SpreadStep(Span<float> sound, float step)
    {
        for (int i = 0; i < sound.Length; i++)
        {
            sound[i] += step * (1 - ((float)i / sound.Length));
        }
    }

    // Where to cut and how much to take out: the place and lag where what is left joins best with what follows.
    private static (int At, int Lag) BestSplice(ReadOnlySpan<float> sound, int excess)
    {
        int last = sound.Length - excess - Overlap - 1;
        (int At, int Lag) best = (last / 2, excess);
        float bestLikeness = float.NegativeInfinity;
        for (int at = 0; at <= last; at += Overlap)
        {
            ReadOnlySpan<float> before = sound.Slice(at, Overlap);
            float energy = TensorPrimitives.SumOfSquares(before);
            float energyAfter = TensorPrimitives.SumOfSquares(sound.Slice(at + excess, Overlap));
            if (Math.Max(energy, energyAfter) < Quiet * Quiet * Overlap)
            {
                return (at, excess);
            }

            for (int lag = excess; lag > Math.Max(0, excess - MaxPeriod); lag -= 2)
            {
                float likeness = Likeness(before, energy, sound.Slice(at + lag, Overlap));
                if (likeness > bestLikeness)
                {
                    bestLikeness = likeness;
                    best = (at, lag);
                }
            }
        }

        return best;
    }

    private static int PitchPeriod(ReadOnlySpan<float> past)
    {
        ReadOnlySpan<float> end = past[^Window..];
        float energy = TensorPrimitives.SumOfSquares(end);
        int best = MaxPeriod;
        float bestLikeness = 0;
        for (int period = MinPeriod; period <= MaxPeriod; period++)
        {
            float likeness = Likeness(end, energy, past.Slice(past.Length - Window - period, Window));
            if (likeness > bestLikeness)
            {
                bestLikeness = likeness;
                best = period;
            }
        }

        return best;
    }

    // Normalised cross-correlation, −1 to 1.
    private static float Likeness(ReadOnlySpan<float> a, float energyOfA, ReadOnlySpan<float> b) =>
        TensorPrimitives.Dot(a, b) / MathF.Sqrt((energyOfA * TensorPrimitives.SumOfSquares(b)) + 1e-12f);

    private static void CrossFade(Span<float> from, ReadOnlySpan<float> to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            float share = (float)i / from.Length;
            from[i] += share * (to[i] - from[i]);
        }
    }
}
