using Mcu.Common.Audio;
using Xunit;

namespace Mcu.Common.Tests.Audio;

public sealed class AudioLevelTests
{
    [Fact]
    public void FullScaleIsZeroAndSilenceIs127()
    {
        float[] square = [.. Enumerable.Range(0, 960).Select(i => i % 2 == 0 ? 1f : -1f)];
        float[] sine = [.. Enumerable.Range(0, 960).Select(i => MathF.Sin(2 * MathF.PI * i / 96f))];
        Assert.Equal(0, AudioLevel.Of(square));
        Assert.Equal(3, AudioLevel.Of(sine));
        Assert.Equal(127, AudioLevel.Of(new float[960]));
        Assert.Equal(127, AudioLevel.Of([]));
        Assert.Equal(127, AudioLevel.FromRms(float.NaN));
        Assert.Equal(127, AudioLevel.FromRms(float.Epsilon));
        Assert.Equal(0, AudioLevel.FromRms(float.PositiveInfinity));
    }

    [Fact]
    public void EveryLevelComesBack()
    {
        for (int level = 0; level <= 127; level++)
        {
            Assert.Equal(level, AudioLevel.FromRms(AudioLevel.ToRms((byte)level)));
        }

        Assert.Equal(0, AudioLevel.ToRms(255));
    }

    [Fact]
    public void VoiceHoldsOnThroughTheHangoverAndNoLonger()
    {
        var voice = new VoiceActivity(hangoverFrames: 3);
        Assert.False(voice.Hear(0.0019f));
        Assert.True(voice.Hear(0.002f));
        Assert.True(voice.Hear(0f));
        Assert.True(voice.Hear(0f));
        Assert.True(voice.Hear(0f));
        Assert.False(voice.Hear(0f));
        Assert.True(voice.Hear((byte)30));
        voice.Reset();
        Assert.False(voice.IsActive);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public void AThresholdOutsideZeroToOneIsRefused(float threshold)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new VoiceActivity(threshold));
        Assert.Contains("0.0 to 1.0", error.Message, StringComparison.Ordinal);
    }
}
