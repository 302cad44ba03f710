using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Server.Mixing;
using Mcu.Server.Tests.Simulation;

namespace Mcu.Server.Tests.Mixing.Forwarding;

// When a listener is moved to being sent another's packets.
public class ForwardSwitchTests
{
    private const int Spoken = 12;

    // As where packets come late.
    private static readonly MixOptions s_patient = new()
    {
        Jitter = new JitterBufferOptions { MinimumDelay = 50 * MonotonicClock.Millisecond, StartDelay = 50 * MonotonicClock.Millisecond },
    };

    // The jitter buffer holds a word's first packets back for a moment; whoever is moved just then must not lose them.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_word_that_begins_while_somebody_leaves_is_heard_from_its_beginning(int ticksAfterItsBeginning)
    {
        using var room = new MixedRoom(s_patient);
        MixedPerson ann = room.Join();
        MixedPerson bob = room.Join();
        MixedPerson cid = room.Join();

        // All have spoken before, and been heard.
        ann.Says = bob.Says = Say.Tone(440);
        room.Tick(20);
        ann.Says = bob.Says = Say.Nothing;
        room.Tick(60);
        Assert.False(bob.Server.IsForwarded);

        bob.Listens = true;
        ann.Says = Say.Tone(440);
        room.Tick(ticksAfterItsBeginning);
        room.Leave(cid);
        room.Tick(Spoken - ticksAfterItsBeginning);
        ann.Says = Say.Nothing;
        room.Tick(60);

        Assert.InRange(LoudFrames(bob.Heard), Spoken, Spoken + 6);
        Assert.True(bob.Server.IsForwarded);
    }

    // Nothing has to tick for it later: what a tick can see of it, it sees at once.
    [Fact]
    public void Who_was_passed_on_is_not_shown_when_those_have_gone_nor_again_for_who_comes_before_a_word_is_said()
    {
        using var room = new MixedRoom();
        MixedPerson ann = room.Join(Say.Tone(440));
        MixedPerson bob = room.Join();
        room.Tick(20);
        Assert.True(bob.Server.IsForwarded && ann.Server.IsShown);

        ann.Says = Say.Nothing;
        room.Leave(bob);
        MixedPerson cid = room.Join();
        cid.Server.Block(ann.Server);
        room.Tick();
        Assert.False(ann.Server.IsShown);

        cid.Server.Unblock(ann.Server);
        room.Tick(2);
        Assert.True(cid.Server.IsForwarded);
        Assert.False(ann.Server.IsShown);

        ann.Says = Say.Tone(440);
        room.Tick();
        Assert.True(ann.Server.IsShown);
    }

    private static int LoudFrames(ReadOnlySpan<float> heard)
    {
        int loud = 0;
        for (; !heard.IsEmpty; heard = heard[AudioFormat.FrameSamples..])
        {
            loud += AudioLevel.Rms(heard[..AudioFormat.FrameSamples]) > 0.05f ? 1 : 0;
        }

        return loud;
    }
}
