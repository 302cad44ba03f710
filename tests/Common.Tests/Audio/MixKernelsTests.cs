using Mcu.Common.Audio;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Audio;

public sealed class MixKernelsTests
{
    [Fact]
    public void AMixWithoutATalkerIsWhatTheOthersSaid()
    {
        var random = new Random(4);
        float[][] talkers = [.. Enumerable.Range(0, 5).Select(_ => Noise(random))];
        float[] sum = new float[960];
        foreach (float[] talker in talkers)
        {
            MixKernels.Add(sum, talker);
        }

        float[] left = new float[960];
        MixKernels.Subtract(sum, talkers[2], left);
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < 960; i++)
        {
            double exact = talkers.Where((_, t) => t != 2).Sum(talker => (double)talker[i]);
            signal += exact * exact;
            noise += (exact - left[i]) * (exact - left[i]);
        }

        Assert.True(10 * Math.Log10(signal / noise) > 90);
    }

    [Fact]
    public void GainsScale()
    {
        float[] sum = [1, 2, 3];
        MixKernels.AddScaled(sum, [1, 1, -2], 0.5f);
        Assert.Equal([1.5f, 2.5f, 2f], sum);
        MixKernels.Scale(sum, 2);
        Assert.Equal([3f, 5f, 4f], sum);
        MixKernels.Ramp(sum, 1, 0);
        Assert.Equal([3f, 5 * (2 / 3f), 4 * (1 / 3f)], sum, (a, b) => MathF.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void SoftClipIsTanhAndNeverLeavesTheRange()
    {
        float[] frame = [.. Enumerable.Range(-400, 801).Select(i => i / 50f)];
        float[] original = [.. frame];
        MixKernels.SoftClip(frame);
        for (int i = 0; i < frame.Length; i++)
        {
            Assert.Equal(MathF.Tanh(original[i]), frame[i], 1e-5f);
            Assert.InRange(frame[i], -1f, 1f);
        }

        float[] ordinary = [0.1f];
        MixKernels.SoftClip(ordinary);
        Assert.InRange(ordinary[0], 0.0995f, 0.1f);
    }

    [Fact]
    public void SixteenBitSamplesComeBackExactly()
    {
        short[] all = [.. Enumerable.Range(short.MinValue, 65_536).Select(i => (short)i)];
        float[] floats = new float[all.Length];
        short[] back = new short[all.Length];
        MixKernels.ToFloat(all, floats);
        MixKernels.ToInt16(floats, back);
        Assert.Equal(all, back);
        Assert.Equal(-1f, floats[0]);
    }

    [Fact]
    public void WhatIsOutOfRangeIsTakenToTheEnds()
    {
        short[] samples = new short[5];
        MixKernels.ToInt16([2f, -2f, 1f, float.NaN, 0.00002f], samples);
        Assert.Equal([short.MaxValue, short.MinValue, short.MaxValue, 0, 1], samples);
    }

    [Fact]
    public void NothingAllocates()
    {
        float[] a = Noise(new Random(1));
        float[] b = new float[960];
        short[] samples = new short[960];
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                MixKernels.Add(b, a);
                MixKernels.AddScaled(b, a, 0.5f);
                MixKernels.Subtract(b, a, b);
                MixKernels.Scale(b, 0.1f);
                MixKernels.SoftClip(b);
                MixKernels.ToInt16(b, samples);
                MixKernels.ToFloat(samples, b);
                _ = AudioLevel.Of(b);
            }
        }));
    }

    private static float[] Noise(Random random) => [.. Enumerable.Range(0, 960).Select(_ => (random.NextSingle() - 0.5f) / 2)];
}
