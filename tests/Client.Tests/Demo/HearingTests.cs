using System.Numerics;
using Mcu.Benchmarks.Demo;
using Xunit;

namespace Mcu.Client.Tests.Demo;

// The demo's judgement is only worth something if it finds what is there and nothing else.
public class HearingTests
{
    private const int Seconds = 3;
    private const long Start = 1_000_000_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_840)]
    [InlineData(23_000)]
    public void A_voice_is_found_at_its_delay_under_two_others(int delay)
    {
        float[] ana = Voice(1);
        float[] mixed = Mix(Delayed(ana, delay), Delayed(Voice(2), 500), Delayed(Voice(3), 900));
        Hearing hearing = Hearing.Measure(Talker("Ana", ana), Listener("Ben", mixed));
        Assert.Equal(1, hearing.Share);
        Assert.InRange(hearing.Similarity, 0.5, 0.7);
        Assert.Equal(delay / 48.0, hearing.MedianDelayMs, 0.05);
    }

    [Fact]
    public void A_voice_that_is_not_there_is_not_found()
    {
        float[] mixed = Mix(Voice(2), Voice(3));
        Assert.Equal(0, Hearing.Measure(Talker("Ana", Voice(1)), Listener("Ben", mixed)).Share);
        Assert.Equal(0, Hearing.Measure(Talker("Ana", Voice(1)), Listener("Ben", new float[mixed.Length])).Share);
    }

    [Fact]
    public void The_two_clocks_are_laid_over_each_other()
    {
        float[] ana = Voice(1);
        // Ben joined 300 ms after Ana began to speak, so what he hears of her starts later in her speech.
        var listener = new Participant("Ben", [], Delayed(ana, 2_400)[14_400..], Start + 300_000_000, Start);
        Assert.Equal(50, Hearing.Measure(Talker("Ana", ana), listener).MedianDelayMs, 0.05);
    }

    [Fact]
    public void The_transform_is_the_sum_that_it_stands_for_and_its_inverse_undoes_it()
    {
        var random = new Random(3);
        Complex[] values = [.. Enumerable.Range(0, 64).Select(_ => new Complex(random.NextDouble(), random.NextDouble()))];
        Complex[] transformed = [.. values];
        Fft.Forward(transformed);
        for (int k = 0; k < values.Length; k++)
        {
            Complex sum = Complex.Zero;
            for (int i = 0; i < values.Length; i++)
            {
                sum += values[i] * Complex.FromPolarCoordinates(1, -Math.Tau * k * i / values.Length);
            }

            Assert.True((sum - transformed[k]).Magnitude < 1e-9);
        }

        Fft.Inverse(transformed);
        Assert.All(values.Zip(transformed), pair => Assert.True((pair.First - pair.Second).Magnitude < 1e-12));
    }

    private static Participant Talker(string name, float[] spoken) => new(name, spoken, [], Start, Start);

    private static Participant Listener(string name, float[] heard) => new(name, [], heard, Start, Start);

    // Noise of the band of speech: no voice, but as unlike another one as voices are.
    private static float[] Voice(int seed)
    {
        var random = new Random(seed);
        var samples = new float[Seconds * 48_000];
        float low = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            low += 0.15f * ((random.NextSingle() - 0.5f) - low);
            samples[i] = low;
        }

        return samples;
    }

    private static float[] Delayed(float[] samples, int delay) => [.. new float[delay], .. samples[..^delay]];

    private static float[] Mix(params float[][] voices) => [.. voices[0].Select((_, i) => voices.Sum(voice => voice[i]))];
}
