using Mcu.Client.Audio.Processing;
using Mcu.Common.Audio;
using Mcu.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Mcu.Client.Tests.Audio.Processing;

// Noise suppression, automatic gain and the switches. Echo has tests of its own.
public class VoiceProcessingTests(ITestOutputHelper output)
{
    private const int Frame = AudioFormat.FrameSamples;
    private const int Second = AudioFormat.SampleRate;

    private static readonly float[] s_speech = [.. RecordedSpeech.Samples];

    [Fact]
    public void With_everything_off_sound_only_becomes_10_ms_later()
    {
        float[] sent = Process(s_speech, noise: false, gain: false);
        double worst = 0;
        for (int i = Frame; i < sent.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(sent[i] - s_speech[i - EchoRoom.Lateness]));
        }

        Assert.True(worst < 1.5 / 32768, $"{worst * 32768:F1} of 32768");
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(-50)]
    [InlineData(-40)]
    public void Steady_noise_becomes_softer_and_speech_does_not(double level)
    {
        float[] noise = Noise(s_speech.Length, level);
        float[] noisy = [.. s_speech.Select((sample, i) => sample + noise[i])];
        float[] sent = Process(noisy, noise: true, gain: false);
        double less = level - Level(Process([.. noise, .. noise], noise: true, gain: false).AsSpan(s_speech.Length));
        double change = Level(sent.AsSpan(Second)) - Level(s_speech.AsSpan(Second));
        var distance = LogSpectralDistance.Between(s_speech.AsSpan(Second), sent.AsSpan(Second + EchoRoom.Lateness));
        var raw = LogSpectralDistance.Between(s_speech.AsSpan(Second), noisy.AsSpan(Second));
        output.WriteLine($"noise {less:F1} dB less, speech {change:F2} dB, {distance}; before {raw}");
        Assert.InRange(less, 12, 18);
        Assert.InRange(change, -0.5, 0.5);
        Assert.True(distance.Decibels < Math.Max(3, raw.Decibels), distance.ToString());
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(1.9)]
    public void Soft_and_loud_voices_come_to_one_loudness_and_nothing_clips(float scale)
    {
        float[] input = [.. s_speech.Concat(s_speech).Select(x => x * scale)];
        float[] sent = Process(input, noise: true, gain: true);
        double before = Level(input.AsSpan(s_speech.Length));
        double after = Level(sent.AsSpan(s_speech.Length));
        output.WriteLine($"{before:F1} dB before, {after:F1} dB after, peak {sent.Max(Math.Abs):F2}");
        // With 12 dB of gain at most, the softest does not come all the way.
        Assert.InRange(after, Math.Min(before + 11, -26), Math.Max(Math.Min(before + 12.5, -23.5), -26));
        Assert.True(sent.Max(Math.Abs) < 0.9, $"{sent.Max(Math.Abs):F2}");
    }

    [Fact]
    public void Full_scale_from_one_moment_to_the_next_does_not_wrap()
    {
        // A gain that soft speech has brought to its most, then a shout beyond what 16 bits hold.
        float[] soft = [.. s_speech.Select(x => x * 0.1f)];
        float[] shout = [.. s_speech.Select(x => x * 4)];
        float[] sent = Process([.. soft, .. shout], noise: true, gain: true);
        for (int i = 1; i < sent.Length; i++)
        {
            Assert.True(Math.Abs(sent[i] - sent[i - 1]) < 1.5, $"from {sent[i - 1]} to {sent[i]}");
        }
    }

    [Fact]
    public void Noise_alone_is_not_brought_up_and_after_speech_by_no_more_than_the_gain()
    {
        float[] noise = Noise(20 * Second, -60);
        double alone = Level(Process(noise, noise: false, gain: true).AsSpan(10 * Second));
        float[] after = Process([.. s_speech.Select(x => x * 0.1f), .. noise], noise: false, gain: true);
        double early = Level(after.AsSpan(s_speech.Length + Second, Second));
        double late = Level(after.AsSpan(after.Length - Second));
        output.WriteLine($"{alone:F1} dB alone, after speech {early:F1} and {late:F1} dB");
        Assert.True(alone < -57, $"{alone:F1} dB");
        Assert.InRange(early, -60, -47.5);
        Assert.Equal(early, late, 0.5);
    }

    [Fact]
    public void Every_part_can_be_switched_while_it_runs_and_the_gain_is_shown()
    {
        var switches = new VoiceSwitches { EchoCancellation = false, NoiseSuppression = false, AutomaticGain = false };
        using var processing = new VoiceProcessing(switches, new EchoReference());
        float[] noise = Noise(40 * Second, -50);
        double Run(int from)
        {
            Span<float> part = noise.AsSpan(from * Second, 5 * Second);
            Process(processing, part);
            return Level(part[^Second..]);
        }

        Assert.Equal(-50, Run(0), 0.5);
        switches.NoiseSuppression = true;
        Assert.InRange(Run(5), -68, -62);
        switches.NoiseSuppression = false;
        switches.EchoCancellation = true; // of nothing
        Assert.Equal(-50, Run(10), 0.5);
        Assert.Equal(0, processing.GainDecibels);

        switches.AutomaticGain = true;
        Process(processing, [.. s_speech.Select(x => x * 0.1f)]);
        Assert.InRange(processing.GainDecibels, 11, 12);
        switches.AutomaticGain = false;
        Assert.Equal(-50, Run(15), 0.5);
        Assert.Equal(0, processing.GainDecibels);
    }

    [Fact]
    public void Nothing_is_allocated_while_it_runs()
    {
        var switches = new VoiceSwitches();
        var reference = new EchoReference();
        using var processing = new VoiceProcessing(switches, reference);
        var frame = new float[Frame];
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                switches.EchoCancellation = i % 10 != 0;
                switches.NoiseSuppression = i % 7 != 0;
                switches.AutomaticGain = i % 9 != 0;
                s_speech.AsSpan((50 + i) * Frame, Frame).CopyTo(frame);
                reference.Write(frame);
                processing.Process(frame);
            }
        }));
    }

    private static double Level(ReadOnlySpan<float> sound) => 20 * Math.Log10(AudioLevel.Rms(sound) + 1e-9);

    private static float[] Noise(int samples, double level)
    {
        var random = new Random(3);
        float peak = MathF.Sqrt(3) * (float)Math.Pow(10, level / 20);
        return [.. Enumerable.Range(0, samples).Select(_ => peak * ((2 * random.NextSingle()) - 1))];
    }

    private static float[] Process(float[] input, bool noise, bool gain)
    {
        var switches = new VoiceSwitches { EchoCancellation = false, NoiseSuppression = noise, AutomaticGain = gain };
        using var processing = new VoiceProcessing(switches, new EchoReference());
        float[] output = [.. input];
        Process(processing, output);
        return output;
    }

    private static void Process(VoiceProcessing processing, Span<float> sound)
    {
        for (int at = 0; at + Frame <= sound.Length; at += Frame)
        {
            processing.Process(sound.Slice(at, Frame));
        }
    }
}
