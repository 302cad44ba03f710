using Mcu.Common;
using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

// A tick and what has arrived for it.
public class ArrivalWaitTests
{
    private const long Start = 1_000 * MonotonicClock.Second;

    private readonly MixMeter _meter = new(new DurationHistogram(), new DurationHistogram());
    private readonly List<long> _asked = [];
    private long _now = Start;
    private bool _isThere;

    [Fact]
    public void A_tick_waits_for_what_had_arrived_before_it()
    {
        using MixLoopScope scope = NewLoop();
        MixLoop loop = scope.Loop;
        long due = _now = loop.NextTurn;

        Assert.False(loop.TryTurn());
        Assert.Equal(due + ArrivalWait.Nap, loop.NextTurn);
        _isThere = true;
        _now += ArrivalWait.Nap;
        Assert.True(loop.TryTurn());

        Assert.Equal([due - PickupPlan.Lead, due - PickupPlan.Lead], _asked);
        Assert.Equal(due + TickSchedule.Period, loop.NextTurn);
    }

    [Fact]
    public void But_not_for_long()
    {
        using MixLoopScope scope = NewLoop();
        MixLoop loop = scope.Loop;
        long due = _now = loop.NextTurn;
        while (!loop.TryTurn())
        {
            Assert.InRange(loop.NextTurn, _now + 1, due + ArrivalWait.Patience + ArrivalWait.Nap);
            _now = loop.NextTurn;
        }

        Assert.InRange(_now - due, ArrivalWait.Patience, ArrivalWait.Patience + ArrivalWait.Nap);
    }

    [Fact]
    public void The_plan_shows_the_next_tick_already_while_one_is_mixed()
    {
        _isThere = true;
        long planned = 0;
        using MixLoopScope scope = NewLoop(() => planned = _meter.NextTick);
        long due = _now = scope.Loop.NextTurn;

        Assert.True(scope.Loop.TryTurn());

        Assert.Equal(due + TickSchedule.Period, planned);
        Assert.True(_meter.HasOneAwake);
    }

    private MixLoopScope NewLoop(Action? onTick = null)
    {
        var callbacks = new MixCallbacks(static failure => throw failure, null, null, null, arrived =>
        {
            _asked.Add(arrived);
            return _isThere;
        });
        var loop = new MixLoop(new TickSchedule(), SoloCrew.Instance, () => _now, static () => { }, callbacks, _meter);
        loop.Add(new ObservedRoom { OnTick = _ => onTick?.Invoke() });
        return new MixLoopScope(loop);
    }

    private sealed record MixLoopScope(MixLoop Loop) : IDisposable
    {
        public void Dispose() => Loop.RemoveAll();
    }
}
