using Mcu.Client.Audio;
using Xunit;

namespace Mcu.Client.Tests.Audio;

public class ToneSourceTests
{
    [Fact]
    public void The_tone_runs_on_over_the_frames_edges()
    {
        using var source = new ToneSource(441);
        var frame = new float[960];
        for (int i = 0; i < 100; i++)
        {
            Assert.True(source.TryRead(frame));
            for (int k = 0; k < frame.Length; k += 97)
            {
                Assert.Equal(0.2 * Math.Sin(Math.Tau * 441 * ((i * 960) + k) / 48_000), frame[k], 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(19.9)]
    [InlineData(20_001)]
    [InlineData(double.NaN)]
    public void What_nobody_hears_is_refused(double hz) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ToneSource(hz));
}
