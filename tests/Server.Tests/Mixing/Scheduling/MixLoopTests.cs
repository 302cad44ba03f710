using Mcu.Common;
using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

// What one mixing thread does where a tick fails.
public class MixLoopTests
{
    [Fact]
    public void What_a_tick_has_queued_before_it_fails_is_sent_all_the_same()
    {
        long now = 10 * MonotonicClock.Second;
        int faults = 0;
        int dispatches = 0;
        var meter = new MixMeter(new DurationHistogram(), new DurationHistogram());
        var loop = new MixLoop(
            new TickSchedule(),
            SoloCrew.Instance,
            () => now,
            static () => { },
            new MixCallbacks(_ => faults++, () => dispatches++, null),
            meter);
        loop.Add(new ObservedRoom { OnTick = static _ => throw new InvalidOperationException("A tick failed.") });

        for (int i = 0; i < 3; i++)
        {
            now += TickSchedule.Period;
            Assert.True(loop.TryTurn());
        }

        Assert.Equal(3, dispatches);
        Assert.Equal(3, meter.Faults);
        Assert.Equal(1, faults);
        loop.RemoveAll();
    }
}
