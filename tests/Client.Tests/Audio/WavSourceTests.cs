using Mcu.Client.Audio;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Audio;

public class WavSourceTests
{
    [Fact]
    public void Whole_frames_at_48_kHz_are_passed_through_and_the_last_is_filled_up_with_silence()
    {
        short[] samples = [.. Enumerable.Range(1, 1000).Select(i => (short)i)];
        using WavSource source = Open(WavBytes.Make(1, 48_000, 1, 16, WavBytes.Pcm16(samples)), 48_000, loop: false);
        var frame = new float[960];
        Assert.True(source.TryRead(frame));
        Assert.Equal(960f / 32768f, frame[^1]);
        Assert.True(source.TryRead(frame));
        Assert.Equal(1000f / 32768f, frame[39]);
        Assert.All(frame[40..], sample => Assert.Equal(0f, sample));
        Assert.False(source.TryRead(frame));
        Assert.False(source.TryRead(frame));
        Assert.All(frame, sample => Assert.Equal(0f, sample));
    }

    [Theory]
    [InlineData(8_000, 1.0)]
    [InlineData(22_050, 0.5)]
    [InlineData(44_100, 1.0)]
    [InlineData(192_000, 0.25)]
    public void A_file_of_another_rate_is_as_long_as_it_was(int rate, double seconds)
    {
        using WavSource source = Open(WavBytes.Make(3, rate, 1, 32, WavBytes.Tone(rate, 300, seconds)), rate, loop: false);
        var frame = new float[960];
        int frames = 0;
        while (source.TryRead(frame))
        {
            frames++;
        }

        Assert.Equal((int)Math.Ceiling(seconds * 50), frames);
    }

    [Theory]
    [InlineData(48_000)]
    [InlineData(44_100)]
    public void A_loop_goes_round_without_a_gap(int rate)
    {
        // One second of 300 Hz is a whole number of periods, so the seam must not show.
        using WavSource source = Open(WavBytes.Make(3, rate, 1, 32, WavBytes.Tone(rate, 300, 1)), rate, loop: true);
        var frame = new float[960];
        Assert.True(source.TryRead(frame));
        for (int i = 1; i < 250; i++)
        {
            Assert.True(source.TryRead(frame));
            for (int k = 0; k < frame.Length; k++)
            {
                Assert.Equal(0.5 * Math.Sin(Math.Tau * 300 * ((i * 960) + k) / 48_000), frame[k], 1e-3);
            }
        }
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        using WavSource source = Open(WavBytes.Make(3, 44_100, 1, 32, WavBytes.Tone(44_100, 300, 1)), 44_100, loop: true);
        var frame = new float[960];
        for (int i = 0; i < 100; i++)
        {
            source.TryRead(frame);
        }

        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                source.TryRead(frame);
            }
        }));
    }

    private static WavSource Open(byte[] file, int rate, bool loop) => new(
        new WavReader(new MemoryStream(file), "test.wav"), rate == 48_000 ? null : new SincResampler(rate), loop);
}
