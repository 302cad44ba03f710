using Mcu.Common;
using Mcu.Common.Opus;
using Mcu.Server.Mixing;
using Mcu.Testing;
using Xunit.Abstractions;

namespace Mcu.Server.Tests.Simulation;

// Mute and block as the others hear them. Ann says 401 Hz, Bob 1,013 Hz, Cid 2,203 Hz: none whole periods to a frame, so that
// what is cut at a frame's edge is cut in the middle of a wave.
public sealed class ModerationTests(ITestOutputHelper output) : IDisposable
{
    private const double Ann = 401;
    private const double Bob = 1013;
    private const double Cid = 2203;

    private static readonly VirtualPathOptions s_usual = new() { Delay = 15 * MonotonicClock.Millisecond };

    private readonly SimulatedRoom _room = new();

    [Fact]
    public void Who_is_muted_is_silent_for_everyone_and_hears_as_before()
    {
        (SimulatedClient ann, SimulatedClient bob, SimulatedClient cid) = JoinThree();
        _room.Drive(2);

        bob.Server.IsMuted = true;
        _room.Drive(3);

        AssertHears(ann, heard: [Cid], silent: [Ann, Bob]);
        AssertHears(cid, heard: [Ann], silent: [Cid, Bob]);
        AssertHears(bob, heard: [Ann, Cid], silent: [Bob]);
        Assert.True(bob.Server.IsMuted);
        Assert.InRange(_room.Statistics.Unheard, 148, 152);

        bob.Server.IsMuted = false;
        _room.Drive(3);
        AssertHears(ann, heard: [Bob, Cid], silent: [Ann]);
        AssertHears(cid, heard: [Ann, Bob], silent: [Cid]);
        Assert.Equal(0, _room.Statistics.Concealed);
        Assert.Equal(0, _room.Statistics.Lost);
        Assert.Equal(0, ann.Statistics.Concealed + bob.Statistics.Concealed + cid.Statistics.Concealed);
    }

    [Fact]
    public void Who_is_blocked_is_silent_for_that_listener_only_and_hears_as_before()
    {
        (SimulatedClient ann, SimulatedClient bob, SimulatedClient cid) = JoinThree();
        _room.Drive(2);

        ann.Server.Block(bob.Server);
        _room.Drive(3);

        AssertHears(ann, heard: [Cid], silent: [Ann, Bob]);
        AssertHears(bob, heard: [Ann, Cid], silent: [Bob]);
        AssertHears(cid, heard: [Ann, Bob], silent: [Cid]);

        ann.Server.Unblock(bob.Server);
        _room.Drive(3);
        AssertHears(ann, heard: [Bob, Cid], silent: [Ann]);
        Assert.Equal(0, ann.Statistics.Concealed + bob.Statistics.Concealed + cid.Statistics.Concealed);
    }

    [Fact]
    public void Neither_mute_nor_block_clicks()
    {
        // So many bits that the codec's own noise hides nothing.
        using var room = new SimulatedRoom(new MixOptions { Encoder = new OpusEncoderOptions { Bitrate = 256_000 } });
        SimulatedClient ann = room.Join(Say.Nothing, s_usual);
        SimulatedClient bob = room.Join(Say.Tone(Bob), s_usual);
        room.Join(Say.Tone(Cid), s_usual);
        room.Drive(2);
        double steady = Click.Loudest(ann.LastHeard(1));
        double mute = Click.After(room, ann, () => bob.Server.IsMuted = true);
        double unmute = Click.After(room, ann, () => bob.Server.IsMuted = false);
        double block = Click.After(room, ann, () => ann.Server.Block(bob.Server));
        double unblock = Click.After(room, ann, () => ann.Server.Unblock(bob.Server));
        // Who leaves is cut off: what this would find if the others were.
        double leave = Click.After(room, ann, () => room.Leave(bob));

        output.WriteLine(
            $"dBFS above 4 kHz: steady {steady:0.0}, mute {mute:0.0}, unmute {unmute:0.0}, block {block:0.0}, "
            + $"unblock {unblock:0.0}, leave {leave:0.0}");
        Assert.All([steady, mute, unmute, block, unblock], loudest => Assert.InRange(loudest, -200, -75));
        Assert.InRange(leave, -65, 0);
    }

    public void Dispose() => _room.Dispose();

    private (SimulatedClient Ann, SimulatedClient Bob, SimulatedClient Cid) JoinThree() => (
        _room.Join(Say.Tone(Ann), s_usual),
        _room.Join(Say.Tone(Bob), s_usual),
        _room.Join(Say.Tone(Cid), s_usual));

    private static void AssertHears(SimulatedClient client, double[] heard, double[] silent)
    {
        ReadOnlySpan<float> sound = client.LastHeard(2.5);
        foreach (double tone in heard)
        {
            double amplitude = Goertzel.Amplitude(sound, tone);
            Assert.True(amplitude is > 0.15 and < 0.25, $"{tone} Hz came with an amplitude of {amplitude:0.000}.");
            foreach (double other in silent)
            {
                double under = Goertzel.DecibelsUnder(sound, other, tone);
                Assert.True(under >= 60, $"{other} Hz lies only {under:0.0} dB under {tone} Hz.");
            }
        }
    }
}
