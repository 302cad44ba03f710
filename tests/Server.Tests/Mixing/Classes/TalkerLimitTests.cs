using Mcu.Common.Opus;
using Mcu.Server.Mixing;
using Mcu.Server.Tests.Simulation;
using Mcu.Testing;
using Xunit.Abstractions;

namespace Mcu.Server.Tests.Mixing;

// Who is heard where a tick may not mix all who talk.
public sealed class TalkerLimitTests(ITestOutputHelper output) : IDisposable
{
    // None of them whole periods to a frame, so that what is cut at a frame's edge is cut in the middle of a wave.
    private static readonly double[] s_tones = [401, 823, 1213, 2017];

    private readonly MixedRoom _room = new(
        new MixOptions { Encoder = new OpusEncoderOptions { Bitrate = 256_000, Complexity = 1 } });

    [Fact]
    public void The_loudest_are_heard_and_all_again_once_there_is_time()
    {
        MixedPerson listener = Talk(0.05f, 0.2f, 0.1f, 0.02f);
        _room.Tick(50);
        AssertHears(listener, 0, 1, 2, 3);

        _room.Effort = new MixEffort(0, 2);
        _room.Tick(50);
        AssertHears(listener, 1, 2);
        Assert.True(_room.People[0].Server.Uplink.IsShown);

        _room.Effort = MixEffort.Full;
        _room.Tick(50);
        AssertHears(listener, 0, 1, 2, 3);
    }

    [Fact]
    public void Whoever_is_not_heard_costs_no_stream()
    {
        Talk(0.05f, 0.2f, 0.1f, 0.02f);
        _room.Effort = new MixEffort(0, 2);
        _room.Tick(50);

        Assert.Equal(3 * 10, _room.EncodesIn(10));
    }

    [Fact]
    public void Who_is_a_little_louder_takes_nobodys_place_and_who_is_clearly_louder_does()
    {
        MixedPerson listener = Talk(0.1f);
        _room.Effort = new MixEffort(0, 1);
        _room.Tick(50);
        _room.People[2].Says = Say.Tone(s_tones[1], 0.13f);
        _room.Tick(100);
        AssertHears(listener, 0);

        _room.People[2].Says = Say.Tone(s_tones[1], 0.2f);
        _room.Tick(100);
        AssertHears(listener, 1);

        // Nor does who was heard until then take it back at once.
        _room.People[2].Says = Say.Tone(s_tones[1], 0.09f);
        _room.Tick(100);
        AssertHears(listener, 1);
    }

    [Fact]
    public void Where_who_was_heard_ceases_to_talk_the_place_is_free()
    {
        MixedPerson listener = Talk(0.1f, 0.05f);
        _room.Effort = new MixEffort(0, 1);
        _room.Tick(50);
        AssertHears(listener, 0);

        _room.People[0].Says = Say.Nothing;
        _room.Tick(75);

        AssertHears(listener, 1);
    }

    [Fact]
    public void Coming_in_and_going_out_do_not_click()
    {
        MixedPerson listener = Talk(0.2f, 0.1f, 0.1f, 0.1f);
        _room.Effort = new MixEffort(5, int.MaxValue);
        _room.Tick(50);
        double steady = Click.Loudest(listener.LastHeard(30));
        _room.Effort = new MixEffort(5, 1);
        _room.Tick(20);
        double fewer = Click.Loudest(listener.LastHeard(20));
        _room.Effort = new MixEffort(5, int.MaxValue);
        _room.Tick(20);
        double more = Click.Loudest(listener.LastHeard(20));
        // What this would find if they were cut off.
        _room.Leave(_room.People[0]);
        _room.Tick(20);
        double cut = Click.Loudest(listener.LastHeard(20));

        output.WriteLine($"dBFS above 4 kHz: steady {steady:0.0}, fewer {fewer:0.0}, more {more:0.0}, cut {cut:0.0}");
        Assert.All([steady, fewer, more], loudest => Assert.InRange(loudest, -200, -70));
        Assert.InRange(cut, -65, 0);
    }

    [Fact]
    public void To_choose_allocates_nothing()
    {
        Talk(0.05f, 0.2f, 0.1f, 0.02f);
        _room.People[^1].Listens = false;
        _room.Effort = new MixEffort(0, 2);
        _room.Tick(50);

        Assert.Equal(0, Allocation.Of(() => _room.Tick(50)));
    }

    public void Dispose() => _room.Dispose();

    // As many talk as there are amplitudes; the one who only listens is answered, and another one is there beside it.
    private MixedPerson Talk(params float[] amplitudes)
    {
        for (int i = 0; i < amplitudes.Length; i++)
        {
            _room.Join(Say.Tone(s_tones[i], amplitudes[i]));
        }

        MixedPerson listener = _room.Join();
        listener.Listens = true;
        _room.Join();
        return listener;
    }

    private static void AssertHears(MixedPerson listener, params int[] talkers)
    {
        for (int i = 0; i < s_tones.Length; i++)
        {
            double amplitude = Goertzel.Amplitude(listener.LastHeard(25), s_tones[i]);
            Assert.True(talkers.Contains(i) ? amplitude > 0.01 : amplitude < 0.001, $"{s_tones[i]} Hz has {amplitude:0.0000}.");
        }
    }
}
