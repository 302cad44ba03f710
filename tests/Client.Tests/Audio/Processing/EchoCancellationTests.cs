using Mcu.Common.Audio;
using Mcu.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Mcu.Client.Tests.Audio.Processing;

// The far end's speech comes out of the loudspeaker and back into the microphone at −12 dB.
public class EchoCancellationTests(ITestOutputHelper output)
{
    private const int Frames = 500; // 10 s
    private const int Frame = AudioFormat.FrameSamples;

    private static readonly float[] s_speech = [.. RecordedSpeech.Samples];

    [Theory]
    [InlineData(60, true)]
    [InlineData(60, false)]
    [InlineData(90, true)]
    [InlineData(120, true)]
    [InlineData(120, false)]
    public void After_two_seconds_the_echo_is_20_dB_lower_than_without(int delayMs, bool reverberates)
    {
        foreach (bool others in (bool[])[false, true])
        {
            double on = EchoLevel(delayMs, reverberates, cancels: true, others);
            double off = EchoLevel(delayMs, reverberates, cancels: false, others);
            output.WriteLine($"{delayMs} ms, noise and gain {others}: {off:F1} dB without, {on:F1} dB with");
            Assert.True(off - on >= 20, $"{off - on:F1} dB less");
        }
    }

    [Fact]
    public void Who_speaks_alone_passes_nearly_untouched()
    {
        using var room = new EchoRoom(90);
        room.Switches.NoiseSuppression = false;
        room.Switches.AutomaticGain = false;
        room.Run([], s_speech, s_speech.Length / Frame);
        double change = EchoRoom.Level(room.Sent, 0.5, 10) - EchoRoom.Level(room.Captured, 0.5, 10);
        var distance = LogSpectralDistance.Between(s_speech, [.. room.Sent.Skip(EchoRoom.Lateness)]);
        output.WriteLine($"{change:F2} dB, {distance}");
        Assert.InRange(change, -0.5, 0.5);
        Assert.True(distance.Decibels < 1, distance.ToString());
    }

    [Fact]
    public void Who_speaks_while_the_other_end_does_is_not_muted()
    {
        // Eleven seconds of the other end alone, to learn the echo; then both, the near end with other words than the far one.
        float[] far = [.. s_speech, .. s_speech];
        float[] near = [.. new float[s_speech.Length], .. s_speech[(s_speech.Length / 2)..], .. s_speech[..(s_speech.Length / 2)]];
        using var room = new EchoRoom(90);
        room.Switches.NoiseSuppression = false;
        room.Switches.AutomaticGain = false;
        room.Run(far, near, near.Length / Frame);
        float[] sent = [.. room.Sent.Skip(EchoRoom.Lateness)];
        var cleaned = LogSpectralDistance.Between(near.AsSpan(s_speech.Length), sent.AsSpan(s_speech.Length));
        var raw = LogSpectralDistance.Between(
            near.AsSpan(s_speech.Length), room.Captured.ToArray().AsSpan(s_speech.Length));
        double change = EchoRoom.Level(room.Sent, 11.5, 22) - (20 * Math.Log10(AudioLevel.Rms(near.AsSpan(s_speech.Length))));
        output.WriteLine($"{change:F2} dB, {cleaned}; without cancellation {raw}");
        // Of a soft near end less is left than of a loud one; 12 dB over the echo hardly anything is missing.
        Assert.InRange(change, -4, 1);
        Assert.True(cleaned.BadShare < raw.BadShare, $"{cleaned}; without {raw}");
    }

    [Fact]
    public void After_an_underrun_the_echo_is_gone_again_as_soon_as_the_reference_is_in_step()
    {
        using var room = new EchoRoom(90);
        var frame = new float[Frame];
        for (int i = 0; i < Frames; i++)
        {
            if (i == 200)
            {
                // The device plays 40 ms of silence; meanwhile capturing goes on.
                room.Underrun(2 * Frame);
                Array.Clear(frame);
                room.Capture(frame);
                Array.Clear(frame);
                room.Capture(frame);
            }

            s_speech.AsSpan(i * Frame, Frame).CopyTo(frame);
            room.Play(frame);
            Array.Clear(frame);
            room.Capture(frame);
        }

        double before = EchoRoom.Level(room.Captured, 2, 4) - EchoRoom.Level(room.Sent, 2, 4);
        double after = EchoRoom.Level(room.Captured, 6, 10) - EchoRoom.Level(room.Sent, 6, 10);
        output.WriteLine($"{before:F1} dB before, {after:F1} dB after");
        Assert.Equal(1, room.Shifts);
        Assert.True(after > 20, $"{before:F1} dB before, {after:F1} dB after");
    }

    // Two sound cards of one machine are some 20 to 50 ppm apart, one sample in 1 s to 0.4 s; the filter has to follow for ever.
    [Theory]
    [InlineData(50, 14)]
    [InlineData(20, 11)]
    [InlineData(10, 8)]
    public void Clocks_that_run_apart_do_not_wreck_it(int framesPerSample, int atLeast)
    {
        using var room = new EchoRoom(90);
        var frame = new float[Frame];
        for (int i = 0; i < Frames; i++)
        {
            room.Delay += i % framesPerSample == 0 ? 1 : 0;
            s_speech.AsSpan(i * Frame, Frame).CopyTo(frame);
            room.Play(frame);
            Array.Clear(frame);
            room.Capture(frame);
        }

        double less = EchoRoom.Level(room.Captured, 2, 10) - EchoRoom.Level(room.Sent, 2, 10);
        output.WriteLine($"{less:F1} dB");
        Assert.True(less > atLeast, $"{less:F1} dB");
    }

    private static double EchoLevel(int delayMs, bool reverberates, bool cancels, bool others)
    {
        using var room = new EchoRoom(delayMs, reverberates);
        room.Switches.EchoCancellation = cancels;
        room.Switches.NoiseSuppression = others;
        room.Switches.AutomaticGain = others;
        room.Run(s_speech, [], Frames);
        return EchoRoom.Level(room.Sent, 2, 10);
    }
}
