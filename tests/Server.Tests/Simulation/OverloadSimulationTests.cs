using Mcu.Common;
using Mcu.Server.Mixing;
using Mcu.Testing;

namespace Mcu.Server.Tests.Simulation;

// Rooms that cost more than there is, on a mixing thread's own loop, in virtual time: a tick takes what its effort makes it take.
public class OverloadSimulationTests
{
    private readonly List<OverloadChange> _told = [];
    private readonly DurationHistogram _lateness = new();
    private readonly MixMeter _meter;
    private readonly MixLoop _loop;
    private long _now = 1_000 * MonotonicClock.Second;

    public OverloadSimulationTests()
    {
        _meter = new MixMeter(_lateness, new DurationHistogram());
        var callbacks = new MixCallbacks(failure => Assert.Fail($"A tick threw: {failure}"), null, _told.Add);
        _loop = new MixLoop(new TickSchedule(), SoloCrew.Instance, () => _now, () => { }, callbacks, _meter);
    }

    [Fact]
    public void Rooms_that_are_just_too_much_get_a_lower_complexity_and_ticks_come_in_time_again()
    {
        CostlyRoom[] rooms = Join(talkers: 3, rooms: 16);
        Drive(seconds: 10);

        MixEffort effort = _loop.Effort;
        Assert.True(effort.Complexity < MixEffort.Full.Complexity);
        Assert.Equal(int.MaxValue, effort.MaxTalkers);
        long skipped = _meter.Skipped;
        Drive(3);
        Assert.Equal(skipped, _meter.Skipped);

        foreach (CostlyRoom room in rooms)
        {
            room.Talkers = 1;
        }

        Drive(20);
        Assert.Equal(MixEffort.Full, _loop.Effort);
        Assert.Equal([true, false], _told.Select(change => change.IsOverloaded));
    }

    [Fact]
    public void Rooms_in_which_everybody_shouts_let_only_the_loudest_be_heard_until_they_calm_down()
    {
        CostlyRoom[] rooms = Join(talkers: 16, rooms: 8);
        Drive(10);
        Assert.Equal(0, _loop.Effort.Complexity);
        Assert.InRange(_loop.Effort.MaxTalkers, 2, 8);
        long skipped = _meter.Skipped;
        Drive(3);
        Assert.Equal(skipped, _meter.Skipped);
        Assert.InRange(_meter.Share, 0.3, Overload.StrainedShare);

        foreach (CostlyRoom room in rooms)
        {
            room.Talkers = 2;
        }

        Drive(60);
        Assert.Equal(MixEffort.Full, _loop.Effort);
        Assert.Equal(2, _told.Count);
        Assert.Equal(0, _meter.Step);
    }

    // Where the load is what it was, undoing a step is too much again: it is tried, ever more rarely, and told each time.
    [Fact]
    public void A_load_that_stays_does_not_flap()
    {
        Join(talkers: 16, rooms: 8);
        Drive(30);
        int changes = 0;
        MixEffort last = _loop.Effort;
        for (int i = 0; i < 600; i++)
        {
            Drive(1);
            changes += _loop.Effort == last ? 0 : 1;
            last = _loop.Effort;
        }

        Assert.InRange(changes, 0, 30);
        Assert.Single(_told);
    }

    [Fact]
    public void Rooms_that_go_leave_an_effort_that_comes_back_without_a_tick()
    {
        CostlyRoom[] rooms = Join(talkers: 16, rooms: 8);
        Drive(10);
        Assert.NotEqual(MixEffort.Full, _loop.Effort);

        foreach (CostlyRoom room in rooms)
        {
            _loop.Remove(room);
        }

        long end = _now + (60 * MonotonicClock.Second);
        while (_loop.NextTurn < end)
        {
            _now = _loop.NextTurn;
            Assert.False(_loop.TryTurn());
        }

        Assert.Equal(MixEffort.Full, _loop.Effort);
        Assert.Equal(long.MaxValue, _loop.NextTurn);
        Assert.All(rooms, room => Assert.True(room.IsDisposed));
    }

    [Fact]
    public void A_turn_allocates_nothing()
    {
        Join(talkers: 3, rooms: 10);
        Drive(2);

        Assert.Equal(0, Allocation.Of(() => Drive(1)));
    }

    // However many rooms, while there is time each tick comes within what the rooms before it take.
    [Fact]
    public void Many_cheap_rooms_are_ticked_in_time()
    {
        CostlyRoom[] rooms = Join(talkers: 0, rooms: 1_000);

        Drive(5);

        Assert.All(rooms, room => Assert.InRange(room.Ticks, 249, 251));
        Assert.InRange(_lateness.Percentile(0.99), 0, 1);
        Assert.Equal(0, _meter.Skipped);
    }

    private CostlyRoom[] Join(int talkers, int rooms)
    {
        CostlyRoom[] joined = [.. Enumerable.Range(0, rooms).Select(_ => new CostlyRoom(this) { Talkers = talkers })];
        foreach (CostlyRoom room in joined)
        {
            _loop.Add(room);
        }

        return joined;
    }

    // As the mixing thread does it.
    private void Drive(int seconds)
    {
        long end = _now + (seconds * MonotonicClock.Second);
        while (_now < end)
        {
            if (!_loop.TryTurn())
            {
                _now = Math.Min(Math.Max(_now, _loop.NextTurn), end);
            }
        }
    }

    // Costs what a room of so many talkers and as many mix classes and one costs with libopus: a decode for each talker that is
    // heard, and an encode for each class.
    private sealed class CostlyRoom(OverloadSimulationTests world) : ITickable
    {
        private const long Decode = 65_000;
        private const long Encode = 174_000;
        private const long EncodePerComplexity = 30_000;

        public int Talkers { get; set; }

        public int Ticks { get; private set; }

        public bool IsDisposed { get; private set; }

        public Doorbell<ITickable> Bell { get; } = new();

        public long IdleUntil => long.MinValue;

        public void Skip(long ticks)
        {
        }

        public void Tick(long now, TickTerms terms)
        {
            Ticks++;
            int heard = Math.Min(Talkers, terms.Effort.MaxTalkers);
            long encode = Encode + (EncodePerComplexity * terms.Effort.Complexity);
            world._now += (heard * Decode) + (heard > 0 ? (heard + 1) * encode : 2_000);
        }

        public void Sent(long now)
        {
        }

        public void Dispose() => IsDisposed = true;
    }
}
