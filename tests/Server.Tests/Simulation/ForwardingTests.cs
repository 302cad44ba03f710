using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;
using Mcu.Server.Mixing;
using Mcu.Testing;
using Xunit.Abstractions;

namespace Mcu.Server.Tests.Simulation;

// Calls in which a listener hears only one other, whose packets are passed on as they are.
public sealed class ForwardingTests(ITestOutputHelper output) : IDisposable
{
    private static readonly VirtualPathOptions s_usual = new() { Delay = 15 * MonotonicClock.Millisecond };

    private readonly SimulatedRoom _room = new();

    [Fact]
    public void In_a_call_of_two_nothing_is_decoded_encoded_or_delayed()
    {
        SimulatedClient ann = _room.Join(Say.Tone(400), s_usual);
        SimulatedClient bob = _room.Join(Say.Tone(700), s_usual);

        _room.Drive(10);

        Assert.Equal(0, _room.Statistics.Encodes);
        Assert.Equal(0, _room.Statistics.Decodes);
        Assert.InRange(_room.Statistics.Forwards, 990, 1_000);
        Assert.Equal(_room.Statistics.Forwards, _room.Statistics.DatagramsOut);
        Assert.Equal(_room.Statistics.Forwards, _room.Statistics.AddedDelay.Count);
        Assert.InRange(_room.Statistics.AddedDelay.Percentile(0.99), 0, 1);
        Assert.InRange(Goertzel.Amplitude(bob.LastHeard(1.5), 400), 0.15, 0.25);
        Assert.InRange(Goertzel.Amplitude(ann.LastHeard(1.5), 700), 0.15, 0.25);
        Assert.True(Goertzel.DecibelsUnder(ann.LastHeard(1.5), 400, 700) >= 60);
        Assert.Equal(0, ann.Statistics.Concealed + bob.Statistics.Concealed);
        Assert.Equal(0, _room.Receivers.Count);
        Assert.Equal(0, _room.Streams.Count);
    }

    [Fact]
    public void Who_is_forwarded_is_told_as_a_talker_and_the_room_sleeps_when_all_are_silent()
    {
        _room.Join(Say.TonePulses(400, onFrames: 50, offFrames: 450), s_usual);
        SimulatedClient bob = _room.Join(Say.Nothing, s_usual);

        _room.Drive(60);

        Assert.True(_room.Sleeps);
        // When a word begins and ends, and a few times in between.
        Assert.InRange(_room.Ticks, 6 * 3, 6 * 12);
        Assert.Equal(12, _room.Talkers.Count);
        Assert.All(
            _room.Talkers.Chunk(2),
            word => Assert.InRange((word[1].At - word[0].At) / MonotonicClock.Millisecond, 1_460, 1_540));
        Assert.All(_room.Talkers.Where((_, i) => i % 2 == 0), told => Assert.Equal([1UL], told.Who));
        Assert.All(_room.Talkers.Where((_, i) => i % 2 == 1), told => Assert.Empty(told.Who));
        VoiceHeader[] starts = [.. bob.Sent.Where(header => header.TalkspurtStart)];
        Assert.Equal(6, starts.Length);
        Assert.All(starts.Skip(1).Zip(starts), pair => Assert.Equal(500u * 960, pair.First.Timestamp - pair.Second.Timestamp));
        Assert.Equal(Enumerable.Range(0, bob.Sent.Count).Select(i => (uint)i), bob.Sent.Select(header => header.Sequence));
        Assert.Equal(0, bob.Statistics.Restarts);
    }

    [Fact]
    public void A_silence_that_is_sent_is_not_passed_on_and_keeps_nobody_awake()
    {
        _room.Join(Say.Silence, s_usual);
        SimulatedClient bob = _room.Join(Say.Silence, s_usual);

        _room.Drive(10);

        Assert.True(_room.Sleeps);
        Assert.InRange(_room.Ticks, 0, 5);
        Assert.Empty(bob.Sent);
    }

    // The mixed path codes twice and holds two jitter buffers; the same two people in a room of three are on it.
    [Fact]
    public void Under_loss_and_jitter_a_call_of_two_sounds_better_and_comes_sooner_than_a_mix()
    {
        VirtualPathOptions lossy = s_usual with { Loss = 0.1, Jitter = 5 * MonotonicClock.Millisecond };
        (double concealed, double loss, double delay, LogSpectralDistance sound) two = Measure(lossy, third: false);
        (double concealed, double loss, double delay, LogSpectralDistance sound) three = Measure(lossy, third: true);
        (_, _, double calmTwo, _) = Measure(s_usual, third: false);
        (_, _, double calmThree, _) = Measure(s_usual, third: true);

        output.WriteLine($"10 % loss and 5 ms of jitter each way, forwarded: {two}; mixed: {three}");
        output.WriteLine($"mouth to ear without loss: forwarded {calmTwo:0} ms, mixed {calmThree:0} ms");
        // Both ways' losses add up where nobody mends them in between: 19 %, and two in a row are not mended.
        Assert.InRange(two.loss, 0.16, 0.22);
        Assert.InRange(two.concealed, 0, 0.03);
        Assert.True(two.delay < three.delay - 20);
        Assert.True(two.sound.Decibels < three.sound.Decibels - 0.4);
        Assert.True(calmTwo < calmThree);
    }

    [Fact]
    public void Who_is_muted_is_silent_at_once_and_heard_again_at_once()
    {
        SimulatedClient ann = _room.Join(Say.Tone(1013), s_usual);
        SimulatedClient bob = _room.Join(Say.Nothing, s_usual);
        _room.Drive(2);

        ann.Server.IsMuted = true;
        _room.Drive(0.2);
        _room.Drive(2);
        AssertSilent(bob.LastHeard(2));
        Assert.Equal(0, bob.Statistics.Concealed);
        Assert.True(_room.Sleeps);
        Assert.Empty(_room.Talkers[^1].Who);

        ann.Server.IsMuted = false;
        _room.Drive(2.2);
        Assert.InRange(Goertzel.Amplitude(bob.LastHeard(2), 1013), 0.15, 0.25);
        Assert.Equal(0, bob.Statistics.Lost);
        Assert.Equal(0, bob.Statistics.Concealed);
        Assert.Equal(0, bob.Statistics.Restarts);
    }

    [Fact]
    public void Who_is_blocked_is_silent_at_once_even_while_the_room_sleeps()
    {
        SimulatedClient ann = _room.Join(Say.Nothing, s_usual);
        SimulatedClient bob = _room.Join(Say.Nothing, s_usual);
        _room.Drive(1);
        Assert.True(_room.Sleeps);
        bob.Server.Block(ann.Server);
        ann.Says = Say.Tone(1013);
        _room.Drive(3);
        Assert.Empty(bob.Sent);
        Assert.True(_room.Sleeps);

        bob.Server.Unblock(ann.Server);
        _room.Drive(3.2);
        Assert.InRange(Goertzel.Amplitude(bob.LastHeard(3), 1013), 0.15, 0.25);

        bob.Server.Block(ann.Server);
        _room.Drive(0.2);
        _room.Drive(2);
        AssertSilent(bob.LastHeard(2));
        Assert.Equal(0, bob.Statistics.Concealed + bob.Statistics.Lost);
        Assert.Equal(0, _room.Statistics.Encodes);
    }

    [Fact]
    public void Who_blocks_all_but_one_is_sent_that_ones_packets_while_the_others_are_mixed()
    {
        SimulatedClient ann = _room.Join(Say.Tone(401), s_usual);
        SimulatedClient bob = _room.Join(Say.Tone(1013), s_usual);
        SimulatedClient cid = _room.Join(Say.Nothing, s_usual);
        cid.Server.Block(bob.Server);

        _room.Drive(4);

        Assert.True(cid.Server.IsForwarded);
        Assert.False(ann.Server.IsForwarded);
        Assert.InRange(Goertzel.Amplitude(cid.LastHeard(2), 401), 0.15, 0.25);
        Assert.True(Goertzel.DecibelsUnder(cid.LastHeard(2), 1013, 401) >= 60);
        Assert.InRange(Goertzel.Amplitude(ann.LastHeard(2), 1013), 0.15, 0.25);
        Assert.InRange(Goertzel.Amplitude(bob.LastHeard(2), 401), 0.15, 0.25);

        // Bob is heard again, and that at once: Cid's stream is a mix from then on.
        cid.Server.Unblock(bob.Server);
        _room.Drive(0.1);
        Assert.False(cid.Server.IsForwarded);
        _room.Drive(3);
        Assert.InRange(Goertzel.Amplitude(cid.LastHeard(2), 401), 0.15, 0.25);
        Assert.InRange(Goertzel.Amplitude(cid.LastHeard(2), 1013), 0.15, 0.25);
        Assert.Equal(0, cid.Statistics.Concealed + cid.Statistics.Lost + cid.Statistics.Restarts);
    }

    // No encoder knows what was heard, so this is not as smooth as in a mix; but at 43 dB under a tone that is louder than speech it is
    // less than any consonant.
    [Theory]
    [InlineData(36_000)]
    [InlineData(256_000)]
    public void Who_is_cut_off_amid_speech_fades_and_does_not_click(int bitrate)
    {
        using var room = new SimulatedRoom(new MixOptions { Encoder = new OpusEncoderOptions { Bitrate = bitrate } });
        SimulatedClient ann = room.Join(Say.Tone(401), s_usual);
        SimulatedClient bob = room.Join(Say.Nothing, s_usual);
        room.Drive(3);
        double steady = Click.Loudest(bob.LastHeard(1));
        double mute = Click.After(room, bob, () => ann.Server.IsMuted = true);
        double unmute = Click.After(room, bob, () => ann.Server.IsMuted = false);
        double block = Click.After(room, bob, () => bob.Server.Block(ann.Server));
        double unblock = Click.After(room, bob, () => bob.Server.Unblock(ann.Server));
        double leave = Click.After(room, bob, () => room.Leave(ann));

        output.WriteLine(
            $"dBFS above 4 kHz: steady {steady:0.0}, mute {mute:0.0}, unmute {unmute:0.0}, block {block:0.0}, unblock {unblock:0.0}, "
            + $"leave {leave:0.0}");
        Assert.All([steady, mute, unmute, block, unblock, leave], loudest => Assert.InRange(loudest, -200, -55));
    }

    public void Dispose() => _room.Dispose();

    private static void AssertSilent(ReadOnlySpan<float> sound) => Assert.InRange(AudioLevel.Rms(sound), 0, 0.0002f);

    // Ann's speech as Bob hears it: the share of frames of speech that were made up, the share of packets lost, the delay in
    // milliseconds, and how it sounds.
    private static (double Concealed, double Loss, double Delay, LogSpectralDistance Sound) Measure(VirtualPathOptions path, bool third)
    {
        using var room = new SimulatedRoom();
        room.Join(Say.Speech(), path);
        SimulatedClient bob = room.Join(Say.Nothing, path);
        if (third)
        {
            room.Join(Say.Nothing, path);
        }

        const int Seconds = 40;
        int madeUp = 0;
        int frames = Seconds * AudioFormat.FramesPerSecond;
        for (int i = 0; i < frames; i++)
        {
            long before = bob.Statistics.Concealed + room.Statistics.Concealed;
            room.Drive(0.02);
            madeUp += bob.Statistics.Concealed + room.Statistics.Concealed > before
                && AudioLevel.Rms(bob.Heard[^AudioFormat.FrameSamples..]) >= VoiceActivity.DefaultThreshold ? 1 : 0;
        }

        long passed = bob.Statistics.Received + bob.Statistics.Lost;
        float[] said = Recording(Seconds);
        int from = (Seconds - 5) * AudioFormat.SampleRate;
        int lag = Alignment.Lag(said.AsSpan(from, 4 * AudioFormat.SampleRate), bob.Heard[from..], 14_000);
        return ((double)madeUp / frames, (double)bob.Statistics.Lost / passed, lag / 48.0,
            LogSpectralDistance.Between(said.AsSpan(from, 4 * AudioFormat.SampleRate), bob.Heard[(from + lag)..]));
    }

    private static float[] Recording(int seconds)
    {
        FrameSource speech = Say.Speech();
        float[] said = new float[seconds * AudioFormat.SampleRate];
        for (int i = 0; i < said.Length; i += AudioFormat.FrameSamples)
        {
            speech(said.AsSpan(i, AudioFormat.FrameSamples));
        }

        return said;
    }
}
