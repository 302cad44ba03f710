using Mcu.Common.Audio;
using Xunit;

namespace Mcu.Common.Tests.Audio;

public sealed class TimeStretchTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(123)]
    [InlineData(217)]
    [InlineData(391)]
    public void ATakenOutPieceLeavesNoSeam(double pitch)
    {
        float[] sound = Voice(pitch, 1920);
        int left = TimeStretch.Shorten(sound, 960);
        Assert.InRange(left, 960, 960 + TimeStretch.MaxPeriod);
        AssertSmooth(sound.AsSpan(0, left), pitch);
        // The ends are the sound's own, so that it joins what comes before and after.
        float[] original = Voice(pitch, 1920);
        Assert.Equal(original[0], sound[0]);
        Assert.Equal(original[^1], sound[left - 1]);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(123)]
    [InlineData(217)]
    [InlineData(391)]
    public void APutInPieceLeavesNoSeam(double pitch)
    {
        float[] past = Voice(pitch, TimeStretch.History + 960);
        float[] longer = new float[960 + TimeStretch.MaxPeriod];
        int length = TimeStretch.Lengthen(past.AsSpan(0, TimeStretch.History), longer, 960);
        Assert.InRange(length, 960, 960 + TimeStretch.MaxPeriod);
        float[] joined = [.. past[..TimeStretch.History], .. longer[..length], .. past[TimeStretch.History..]];
        AssertSmooth(joined, pitch);
    }

    [Fact]
    public void OfSilenceExactlyWhatIsAskedForIsTaken()
    {
        Assert.Equal(960, TimeStretch.Shorten(new float[1920], 960));
        Assert.Equal(960, TimeStretch.Shorten(new float[1100], 140));
    }

    [Fact]
    public void NoiseStaysFiniteAndAsLoud()
    {
        var random = new Random(2);
        for (int round = 0; round < 50; round++)
        {
            float[] noise = [.. Enumerable.Range(0, 2600).Select(_ => random.NextSingle() - 0.5f)];
            int excess = random.Next(1, 1680);
            int left = TimeStretch.Shorten(noise, excess);
            Assert.InRange(left, noise.Length - excess, noise.Length - Math.Max(1, excess - TimeStretch.MaxPeriod));
            float[] longer = new float[1680];
            int length = TimeStretch.Lengthen(noise.AsSpan(0, TimeStretch.History), longer, 960);
            Assert.All(longer.Take(length), sample => Assert.InRange(sample, -1.5f, 1.5f));
        }
    }

    [Fact]
    public void WhatIsTooShortIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeStretch.Shorten(new float[1000], 960));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeStretch.Shorten(new float[1000], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeStretch.Lengthen(new float[1000], new float[2000], 960));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeStretch.Lengthen(new float[1200], new float[1000], 960));
    }

    // A voice-like sound: five harmonics.
    private static float[] Voice(double pitch, int length) =>
        [.. Enumerable.Range(0, length).Select(i => (float)Enumerable.Range(1, 5).Sum(
            h => 0.2 / h * Math.Sin((2 * Math.PI * pitch * h * i / 48_000) + h)))];

    // No step between samples, and no bend, larger than twice what the sound itself has.
    private static void AssertSmooth(ReadOnlySpan<float> sound, double pitch)
    {
        float[] original = Voice(pitch, 4800);
        Assert.True(LargestStep(sound) <= 1.25 * LargestStep(original), $"{LargestStep(sound)} against {LargestStep(original)}");
    }

    private static float LargestStep(ReadOnlySpan<float> sound)
    {
        float largest = 0;
        for (int i = 1; i < sound.Length; i++)
        {
            largest = Math.Max(largest, MathF.Abs(sound[i] - sound[i - 1]));
        }

        return largest;
    }
}
