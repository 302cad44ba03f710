using Mcu.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Mcu.EndToEnd.Tests.Sound;

// Speech from one virtual microphone to another client's virtual loudspeaker: microphone, processing, codec, network, server, and
// all of it back.
public class SpeechTests(ITestOutputHelper output)
{
    private const int Rate = 48_000;
    private const int MaxDelay = Rate / 2;

    // A second of speech that was heard is at least so alike where it fits best; other speech is below 0.3. The codec is in the
    // way twice, noise suppression and automatic gain once.
    private const double Alike = 0.45;

    // In the median over the seconds; and so much nearer than another second of the same speech is.
    private const double MostDecibels = 10;
    private const double NearerDecibels = 3;

    [PulseFact]
    public async Task Speech_into_one_microphone_comes_out_of_anothers_loudspeaker()
    {
        await using SoundCardCall call = await SoundCardCall.StartAsync();
        float[] speech = [.. RecordedSpeech.Samples[..(8 * Rate)], .. new float[Rate]];
        (float[] spoken, float[] heard) = await call.SpeakAsync(speech);
        int seconds = 0;
        var similarities = new List<double>();
        var distances = new List<double>();
        var others = new List<double>();
        for (int at = 0; at + Rate + MaxDelay <= heard.Length; at += Rate)
        {
            ReadOnlySpan<float> second = spoken.AsSpan(at, Rate);
            var own = LogSpectralDistance.Between(second, second);
            if (own.Windows < 10)
            {
                continue;
            }

            (double similarity, int delay) = Align(second, heard.AsSpan(at, Rate + MaxDelay));
            var distance = LogSpectralDistance.Between(second, heard.AsSpan(at + delay, Rate));
            others.Add(LogSpectralDistance.Between(second, heard.AsSpan((at + (heard.Length / 2)) % (heard.Length - Rate), Rate)).Decibels);
            output.WriteLine(FormattableString.Invariant(
                $"speech: similarity {similarity:F2}, {1_000.0 * delay / Rate:F1} ms later, log-spectral distance {distance}"));
            seconds++;
            similarities.Add(similarity);
            distances.Add(distance.Decibels);
        }

        Assert.InRange(seconds, 5, 9);
        Assert.True(similarities.Count(similarity => similarity >= Alike) >= 0.7 * seconds);
        distances.Sort();
        others.Sort();
        output.WriteLine(FormattableString.Invariant(
            $"speech: median distance {distances[seconds / 2]:F2} dB, of other speech {others[seconds / 2]:F2} dB"));
        Assert.InRange(distances[seconds / 2], 0, Math.Min(MostDecibels, others[seconds / 2] - NearerDecibels));
    }

    // The delay at which the two are most alike, by normalised correlation of every fourth sample.
    private static (double Similarity, int Delay) Align(ReadOnlySpan<float> spoken, ReadOnlySpan<float> heard)
    {
        (double Similarity, int Delay) best = (0, 0);
        for (int delay = 0; delay < MaxDelay; delay += 4)
        {
            (double product, double said, double came) = (0, 1e-9, 1e-9);
            for (int i = 0; i < spoken.Length; i += 4)
            {
                product += spoken[i] * heard[i + delay];
                said += spoken[i] * spoken[i];
                came += heard[i + delay] * heard[i + delay];
            }

            double similarity = product / Math.Sqrt(said * came);
            best = similarity > best.Similarity ? (similarity, delay) : best;
        }

        return best;
    }
}
