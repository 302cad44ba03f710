using Mcu.Client.Audio;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Audio;

public class SincResamplerTests
{
    [Theory]
    [InlineData(8_000)]
    [InlineData(11_025)]
    [InlineData(16_000)]
    [InlineData(22_050)]
    [InlineData(44_100)]
    [InlineData(44_101)]
    [InlineData(96_000)]
    [InlineData(192_000)]
    public void A_tone_of_1000_Hz_comes_out_in_its_place_with_60_dB_to_spare(int rate)
    {
        float[] output = Resample(rate, Tone(rate, 1_000, rate / 2), blockSize: 997);
        double signal = 0;
        double noise = 0;
        // The edges hold the step from silence, which is not the tone's doing.
        for (int i = 2_000; i < output.Length - 2_000; i++)
        {
            double expected = 0.5 * Math.Sin(Math.Tau * 1_000 * i / 48_000);
            signal += expected * expected;
            noise += (output[i] - expected) * (output[i] - expected);
        }

        double snr = 10 * Math.Log10(signal / noise);
        Assert.True(snr > 80, $"SNR {snr:F1} dB at {rate} Hz");
    }

    [Theory]
    [InlineData(96_000, 30_000)]
    [InlineData(192_000, 70_000)]
    [InlineData(192_000, 24_500)]
    public void What_48_kHz_cannot_hold_is_suppressed_and_not_folded_down(int rate, double hz)
    {
        float[] output = Resample(rate, Tone(rate, hz, rate / 2), blockSize: 1_000);
        double peak = output.Skip(2_000).SkipLast(2_000).Max(Math.Abs);
        Assert.True(20 * Math.Log10(peak / 0.5) < -70, $"{20 * Math.Log10(peak / 0.5):F1} dB left of {hz} Hz");
    }

    [Fact]
    public void The_images_of_a_low_rate_are_suppressed()
    {
        // 3,000 Hz at 8,000 has its first image at 5,000.
        float[] output = Resample(8_000, Tone(8_000, 3_000, 8_000), blockSize: 160);
        Assert.True(20 * Math.Log10(Amplitude(output, 5_000) / Amplitude(output, 3_000)) < -70);
    }

    [Fact]
    public void Blocks_of_any_size_give_the_same_samples()
    {
        float[] input = Tone(44_100, 440, 20_000);
        float[] expected = Resample(44_100, input, blockSize: 20_000);
        foreach (int size in (int[])[1, 7, 882, 1_024, 4_000])
        {
            Assert.Equal(expected, Resample(44_100, input, size));
        }
    }

    [Fact]
    public void Nothing_is_allocated_while_it_runs()
    {
        var resampler = new SincResampler(44_100);
        var input = new float[882];
        var output = new float[960];
        resampler.Process(input, output, out _, out _);
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                resampler.Process(input, output, out _, out _);
            }
        }));
    }

    private static float[] Tone(int rate, double hz, int samples) =>
        [.. Enumerable.Range(0, samples).Select(i => 0.5f * (float)Math.Sin(Math.Tau * hz * i / rate))];

    private static double Amplitude(float[] samples, double hz)
    {
        double re = 0;
        double im = 0;
        for (int i = 4_000; i < 44_000; i++)
        {
            re += samples[i] * Math.Cos(Math.Tau * hz * i / 48_000);
            im += samples[i] * Math.Sin(Math.Tau * hz * i / 48_000);
        }

        return Math.Sqrt((re * re) + (im * im)) / 20_000;
    }

    private static float[] Resample(int rate, float[] input, int blockSize) =>
        Resampled.By(new SincResampler(rate), input, blockSize);
}
