using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

public class VoiceGateTests
{
    [Fact]
    public void It_opens_when_the_last_reason_to_shut_it_is_gone()
    {
        var gate = new VoiceGate();
        Assert.True(gate.IsOpen);

        Assert.True(gate.Set(GateReason.Muted, true));
        Assert.True(gate.Set(GateReason.Alone, true));
        Assert.True(gate.Set(GateReason.Muted, false));
        Assert.False(gate.IsOpen);
        Assert.True(gate.IsShutFor(GateReason.Alone));
        Assert.False(gate.IsShutFor(GateReason.Muted));

        Assert.True(gate.Set(GateReason.Alone, false));
        Assert.True(gate.IsOpen);
    }

    [Fact]
    public void What_is_so_already_changes_nothing()
    {
        var gate = new VoiceGate();
        int open = gate.State;
        Assert.False(gate.Set(GateReason.Muted, false));
        Assert.Equal(open, gate.State);

        gate.Set(GateReason.Muted, true);
        int shut = gate.State;
        Assert.False(gate.Set(GateReason.Muted, true));
        Assert.Equal(shut, gate.State);
    }

    [Fact]
    public void A_closing_that_came_and_went_shows()
    {
        var gate = new VoiceGate();
        int before = gate.State;

        gate.Set(GateReason.Muted, true);
        gate.Set(GateReason.Muted, false);

        Assert.NotEqual(before, gate.State);
        Assert.True(VoiceGate.IsOpenIn(gate.State));
    }

    [Fact]
    public void Before_the_first_look_it_counts_as_shut() => Assert.False(VoiceGate.IsOpenIn(VoiceGate.Unseen));
}
