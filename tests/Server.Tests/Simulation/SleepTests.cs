using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Protocol;
using Mcu.Testing;

namespace Mcu.Server.Tests.Simulation;

// Rooms that sleep, and what wakes them, as the scheduler does it but in virtual time.
public sealed class SleepTests : IDisposable
{
    private static readonly VirtualPathOptions s_usual = new() { Delay = 15 * MonotonicClock.Millisecond };

    private readonly SimulatedRoom _room = new();

    [Fact]
    public void A_room_in_which_nobody_speaks_does_not_tick()
    {
        _room.Join(Say.Nothing, s_usual);
        _room.Join(Say.Nothing, s_usual);

        _room.Drive(60);

        Assert.True(_room.Sleeps);
        Assert.InRange(_room.Ticks, 0, 3);
    }

    [Fact]
    public void Who_speaks_alone_keeps_no_room_awake_and_is_heard_once_somebody_comes()
    {
        SimulatedClient ann = _room.Join(Say.Tone(400), s_usual);
        _room.Drive(60);
        Assert.True(_room.Sleeps);
        Assert.InRange(_room.Ticks, 0, 3);
        Assert.Equal(0, _room.Statistics.Received);
        Assert.Empty(_room.Talkers);

        SimulatedClient bob = _room.Join(Say.Nothing, s_usual);
        _room.Drive(2);
        Assert.InRange(Goertzel.Amplitude(bob.LastHeard(1.5), 400), 0.15, 0.25);
        Assert.Equal([1UL], Assert.Single(_room.Talkers).Who);

        _room.Leave(bob);
        _room.Drive(1);
        Assert.True(_room.Sleeps);
        Assert.Empty(_room.Talkers[^1].Who);
        Assert.Equal(0, _room.Statistics.Lost + _room.Statistics.Concealed);
        Assert.Empty(ann.Sent);
    }

    [Fact]
    public void A_room_that_sleeps_between_two_words_keeps_its_listeners_time()
    {
        SimulatedClient ann = _room.Join(Say.Nothing, s_usual);
        _room.Join(Say.TonePulses(700, onFrames: 50, offFrames: 450), s_usual);
        _room.Join(Say.Nothing, s_usual);

        _room.Drive(60);

        Assert.True(_room.Sleeps);
        Assert.InRange(_room.Ticks, 6 * 65, 6 * 75);
        VoiceHeader[] starts = [.. ann.Sent.Where(header => header.TalkspurtStart)];
        Assert.Equal(6, starts.Length);
        Assert.All(starts.Skip(1).Zip(starts), pair => Assert.Equal(500u * 960, pair.First.Timestamp - pair.Second.Timestamp));
        Assert.Equal(Enumerable.Range(0, ann.Sent.Count).Select(i => (uint)i), ann.Sent.Select(header => header.Sequence));
        Assert.Equal(0, ann.Statistics.Concealed);
        Assert.Equal(0, ann.Statistics.Restarts);
        int loud = ann.Heard.ToArray().Chunk(AudioFormat.FrameSamples).Count(frame => AudioLevel.Rms(frame) > 0.05f);
        Assert.InRange(loud, 6 * 49, 6 * 52);
        Assert.InRange(_room.Statistics.AddedDelay.Percentile(0.99), 1, 45);
    }

    [Fact]
    public void Who_leaves_a_room_that_sleeps_is_disposed_of_at_once()
    {
        _room.Join(Say.Nothing, s_usual);
        _room.Join(Say.Nothing, s_usual);
        SimulatedClient gone = _room.Join(Say.Nothing, s_usual);
        _room.Drive(1);
        Assert.True(_room.Sleeps);

        _room.Leave(gone);
        _room.Drive(0.03);

        Assert.True(gone.Server.IsDisposed);
        Assert.True(_room.Sleeps);
    }

    [Fact]
    public void Who_is_muted_keeps_no_room_awake()
    {
        SimulatedClient ann = _room.Join(Say.Tone(400), s_usual);
        _room.Join(Say.Nothing, s_usual);
        _room.Drive(1);
        ann.Server.IsMuted = true;
        _room.Drive(1);
        int before = _room.Ticks;

        _room.Drive(60);

        Assert.True(_room.Sleeps);
        Assert.Equal(before, _room.Ticks);
    }

    [Fact]
    public void A_block_made_while_the_room_sleeps_holds_from_the_first_frame()
    {
        SimulatedClient ann = _room.Join(Say.Nothing, s_usual);
        SimulatedClient bob = _room.Join(Say.Nothing, s_usual);
        SimulatedClient cid = _room.Join(Say.Nothing, s_usual);
        _room.Drive(1);

        ann.Server.Block(bob.Server);
        bob.Says = Say.Tone(700);
        _room.Drive(2);

        Assert.Empty(ann.Sent);
        Assert.NotEmpty(cid.Sent);
    }

    [Fact]
    public void Who_talks_is_told_and_who_is_muted_is_not_and_the_last_word_comes_before_the_room_sleeps()
    {
        SimulatedClient ann = _room.Join(Say.TonePulses(400, onFrames: 5, offFrames: 20), s_usual);
        SimulatedClient bob = _room.Join(Say.Tone(700), s_usual);
        _room.Drive(5);
        bob.Server.IsMuted = true;
        _room.Drive(5);
        ann.Says = Say.Nothing;
        _room.Drive(5);

        Assert.All(
            _room.Talkers.Skip(1).Zip(_room.Talkers),
            pair =>
            {
                Assert.True(pair.First.At - pair.Second.At >= 200 * MonotonicClock.Millisecond);
                Assert.NotEqual(pair.First.Who, pair.Second.Who);
            });
        Assert.Contains(_room.Talkers, told => told.Who is [1, 2]);
        long muted = _room.Talkers[0].At + (5 * MonotonicClock.Second);
        Assert.All(_room.Talkers.Where(told => told.At > muted), told => Assert.DoesNotContain(2UL, told.Who));
        Assert.Empty(_room.Talkers[^1].Who);
        Assert.True(_room.Sleeps);
    }

    public void Dispose() => _room.Dispose();
}
