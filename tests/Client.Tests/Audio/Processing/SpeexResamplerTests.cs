using Mcu.Client.Audio.Processing;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Audio.Processing;

public class SpeexResamplerTests
{
    [Theory]
    [InlineData(8_000)]
    [InlineData(11_025)]
    [InlineData(16_000)]
    [InlineData(44_100)]
    [InlineData(44_101)]
    [InlineData(48_000)]
    [InlineData(96_000)]
    [InlineData(192_000)]
    public void A_tone_comes_out_in_its_place_both_ways(int rate)
    {
        AssertTone(Resample(rate, 48_000, Tone(rate, rate / 2), 997), 48_000, $"from {rate} Hz");
        AssertTone(Resample(48_000, rate, Tone(48_000, 24_000), 960), rate, $"to {rate} Hz");
    }

    [Fact]
    public void Blocks_of_any_size_give_the_same_samples()
    {
        float[] input = Tone(44_100, 20_000);
        float[] expected = Resample(44_100, 48_000, input, 20_000);
        foreach (int size in (int[])[1, 7, 882, 1_024, 4_000])
        {
            Assert.Equal(expected, Resample(44_100, 48_000, input, size));
        }
    }

    [Fact]
    public void Output_waits_for_as_many_samples_as_the_lookahead_says()
    {
        using var resampler = new SpeexResampler(44_100, 48_000);
        var output = new float[10];
        resampler.Process(new float[resampler.Lookahead], output, out int consumed, out int produced);
        Assert.Equal(resampler.Lookahead, consumed);
        Assert.Equal(0, produced);
        resampler.Process([0], output, out _, out produced);
        Assert.InRange(produced, 1, 2);
        Assert.InRange(resampler.Lookahead, 1, 100);
    }

    [Fact]
    public void After_a_reset_it_is_as_newly_made()
    {
        using var resampler = new SpeexResampler(16_000, 48_000);
        float[] input = Tone(16_000, 320);
        var first = new float[960];
        var again = new float[960];
        resampler.Process(input, first, out _, out int produced);
        resampler.Process(input, again, out _, out _);
        resampler.Reset();
        resampler.Process(input, again, out _, out int producedAgain);
        Assert.Equal(produced, producedAgain);
        Assert.Equal(first[..produced], again[..produced]);
    }

    [Theory]
    [InlineData(7_999, 48_000)]
    [InlineData(192_001, 48_000)]
    [InlineData(48_000, 0)]
    [InlineData(48_000, 200_000)]
    public void Rates_that_no_sound_card_has_are_refused(int from, int to) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpeexResampler(from, to));

    [Fact]
    public void Nothing_is_allocated_while_it_runs()
    {
        using var resampler = new SpeexResampler(44_100, 48_000);
        var input = new float[882];
        var output = new float[1_920];
        resampler.Process(input, output, out _, out _);
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                resampler.Process(input, output, out _, out _);
            }
        }));
    }

    private static void AssertTone(float[] output, int rate, string what)
    {
        double signal = 0;
        double noise = 0;
        // The edges hold the step from silence, which is not the tone's doing.
        for (int i = rate / 20; i < output.Length - (rate / 20); i++)
        {
            double expected = 0.5 * Math.Sin(Math.Tau * 1_000 * i / rate);
            signal += expected * expected;
            noise += (output[i] - expected) * (output[i] - expected);
        }

        double snr = 10 * Math.Log10(signal / noise);
        Assert.True(output.Length > rate * 0.48, $"{output.Length} samples {what}");
        Assert.True(snr > 60, $"SNR {snr:F1} dB {what}");
    }

    private static float[] Tone(int rate, int samples) =>
        [.. Enumerable.Range(0, samples).Select(i => 0.5f * (float)Math.Sin(Math.Tau * 1_000 * i / rate))];

    private static float[] Resample(int from, int to, float[] input, int blockSize)
    {
        using var resampler = new SpeexResampler(from, to);
        return Resampled.By(resampler, input, blockSize);
    }
}
