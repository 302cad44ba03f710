using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Protocol;
using Mcu.Testing;

namespace Mcu.Server.Tests.Simulation;

public class ConferenceTests
{
    private static readonly VirtualPathOptions s_usual = new()
    {
        Delay = 15 * MonotonicClock.Millisecond,
        Jitter = 2 * MonotonicClock.Millisecond,
    };

    [Fact]
    public void Of_two_each_hears_the_other_and_not_itself()
    {
        using var room = new SimulatedRoom();
        SimulatedClient ann = room.Join(Say.Tone(400), s_usual);
        SimulatedClient bob = room.Join(Say.Tone(700), s_usual);

        room.Drive(4);

        AssertHears(ann, [700], 400);
        AssertHears(bob, [400], 700);
    }

    [Fact]
    public void Of_three_each_hears_both_others_and_not_itself()
    {
        using var room = new SimulatedRoom();
        SimulatedClient ann = room.Join(Say.Tone(400), s_usual);
        SimulatedClient bob = room.Join(Say.Tone(700), s_usual);
        SimulatedClient cid = room.Join(Say.Tone(1100), s_usual);

        room.Drive(4);

        AssertHears(ann, [700, 1100], 400);
        AssertHears(bob, [400, 1100], 700);
        AssertHears(cid, [400, 700], 1100);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_server_adds_little_delay(int jitter)
    {
        VirtualPathOptions path = s_usual with { Jitter = jitter * MonotonicClock.Millisecond };
        using var room = new SimulatedRoom();
        for (int i = 0; i < 5; i++)
        {
            room.Join(Say.Tone(300 + (200 * i), 0.1f), path);
        }

        room.Drive(20);

        Assert.InRange(room.Statistics.AddedDelay.Count, 4_500, 5_000);
        Assert.InRange(room.Statistics.AddedDelay.Percentile(0.5), 1, 25);
        Assert.InRange(room.Statistics.AddedDelay.Percentile(0.99), 1, 45);
    }

    // FEC mends one lost packet, not two in a row, which at 10 % is one frame in a hundred. What is made up in pauses is not
    // heard, and carries no copy to be rebuilt from either.
    [Fact]
    public void At_ten_per_cent_loss_each_way_hardly_a_frame_of_speech_is_made_up()
    {
        using var room = new SimulatedRoom();
        VirtualPathOptions lossy = s_usual with { Loss = 0.1 };
        SimulatedClient ann = room.Join(Say.Speech(), lossy);
        SimulatedClient bob = room.Join(Say.Nothing, lossy);
        room.Join(Say.Nothing, lossy);
        const int Frames = 60 * AudioFormat.FramesPerSecond;
        int atServer = 0;
        int atListener = 0;
        for (int i = 0; i < Frames; i++)
        {
            long serverBefore = room.Statistics.Concealed;
            long listenerBefore = bob.Statistics.Concealed;
            room.Drive(0.02);
            atServer += room.Statistics.Concealed > serverBefore && IsSpeech(ann.Server.Uplink.Frame) ? 1 : 0;
            atListener += bob.Statistics.Concealed > listenerBefore && IsSpeech(bob.Heard[^AudioFormat.FrameSamples..]) ? 1 : 0;
        }

        Assert.InRange(room.Statistics.Lost / (double)Frames, 0.08, 0.12);
        Assert.InRange(room.Statistics.FecRebuilt / (double)Frames, 0.05, 0.1);
        Assert.InRange(atServer / (double)Frames, 0, 0.01);
        Assert.InRange(atListener / (double)Frames, 0, 0.01);

        static bool IsSpeech(ReadOnlySpan<float> frame) => AudioLevel.Rms(frame) >= VoiceActivity.DefaultThreshold;
    }

    [Fact]
    public void Reordering_and_duplicates_are_not_heard()
    {
        using var room = new SimulatedRoom();
        VirtualPathOptions rough = s_usual with { Reorder = 0.05, Duplicate = 0.05, KeepsOrder = false };
        SimulatedClient ann = room.Join(Say.Tone(400), rough);
        SimulatedClient bob = room.Join(Say.Tone(700), rough);

        room.Drive(10);

        AssertHears(ann, [700], 400);
        AssertHears(bob, [400], 700);
        Assert.Equal(0, room.Statistics.Lost);
    }

    [Fact]
    public void Who_comes_late_is_heard_and_hears_and_who_goes_is_heard_no_more()
    {
        using var room = new SimulatedRoom();
        SimulatedClient ann = room.Join(Say.Tone(400), s_usual);
        SimulatedClient bob = room.Join(Say.Tone(700), s_usual);
        room.Drive(2);

        SimulatedClient cid = room.Join(Say.Tone(1100), s_usual);
        room.Drive(3);
        AssertHears(ann, [700, 1100], 400);
        AssertHears(cid, [400, 700], 1100);

        room.Leave(bob);
        room.Drive(3);
        AssertHears(ann, [1100], 400);
        AssertHears(ann, [1100], 700);
        AssertHears(cid, [400], 700);
        Assert.Equal(0, ann.Statistics.Concealed);
        Assert.Equal(0, ann.Statistics.Lost);
    }

    [Fact]
    public void To_a_listener_for_whom_nobody_talks_nothing_is_sent_while_its_time_runs_on()
    {
        using var room = new SimulatedRoom();
        SimulatedClient ann = room.Join(Say.Nothing, s_usual);
        room.Join(Say.TonePulses(700, onFrames: 50, offFrames: 50), s_usual);
        room.Join(Say.Nothing, s_usual);

        room.Drive(10);

        // Five pulses of 1 s, each with its 300 ms of hangover and its tail. How long a pulse rings in the codec differs by a
        // frame or two between libopus 1.3 and 1.5.
        Assert.InRange(ann.Sent.Count, 5 * (50 + 15), 5 * (50 + 15 + 8));
        VoiceHeader[] starts = [.. ann.Sent.Where(header => header.TalkspurtStart)];
        Assert.Equal(5, starts.Length);
        Assert.Equal(Enumerable.Range(0, ann.Sent.Count).Select(i => (uint)i), ann.Sent.Select(header => header.Sequence));
        Assert.All(
            starts.Skip(1).Zip(starts),
            pair => Assert.InRange(pair.First.Timestamp - pair.Second.Timestamp, 97u * 960, 103u * 960));
        Assert.Equal(0, ann.Statistics.Concealed);
    }

    [Fact]
    public void The_end_of_a_word_is_not_cut()
    {
        using var room = new SimulatedRoom();
        SimulatedClient ann = room.Join(Say.Nothing, s_usual);
        room.Join(Say.TonePulses(700, onFrames: 50, offFrames: 450), s_usual);

        room.Drive(8);

        int loud = ann.Heard.ToArray().Chunk(AudioFormat.FrameSamples).Count(frame => AudioLevel.Rms(frame) > 0.05f);
        Assert.InRange(loud, 48, 52);
    }

    [Fact]
    public void Silence_that_is_sent_is_not_passed_on()
    {
        using var room = new SimulatedRoom();
        SimulatedClient ann = room.Join(Say.Silence, s_usual);
        SimulatedClient bob = room.Join(Say.Silence, s_usual);

        room.Drive(5);

        Assert.Empty(ann.Sent);
        Assert.Empty(bob.Sent);
    }

    [Fact]
    public void Two_runs_are_alike_to_the_sample()
    {
        Assert.Equal(Run(), Run());

        static float[] Run()
        {
            using var room = new SimulatedRoom();
            SimulatedClient ann = room.Join(Say.Speech(), s_usual with { Loss = 0.05 });
            room.Join(Say.Speech(startFrame: 100), s_usual with { Loss = 0.05 });
            room.Drive(3);
            return ann.Heard.ToArray();
        }
    }

    // In the last second and a half: each of these tones, and another at least 40 dB under the weakest of them.
    private static void AssertHears(SimulatedClient client, double[] tones, double not)
    {
        ReadOnlySpan<float> sound = client.LastHeard(1.5);
        foreach (double tone in tones)
        {
            double amplitude = Goertzel.Amplitude(sound, tone);
            Assert.True(amplitude is > 0.1 and < 0.3, $"{tone} Hz came with an amplitude of {amplitude:0.000}.");
            double under = Goertzel.DecibelsUnder(sound, not, tone);
            Assert.True(under >= 40, $"{not} Hz lies only {under:0.0} dB under {tone} Hz.");
        }
    }
}
