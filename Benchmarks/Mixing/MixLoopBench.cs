using BenchmarkDotNet.Attributes;
using Mcu.Common;
using Mcu.Server.Mixing;

namespace Mcu.Benchmarks.Mixing;

/// <summary>What a mixing thread needs for a tick beyond what its room does, with so many rooms awake; and to wake and park one.</summary>
[MemoryDiagnoser]
public class MixLoopBench
{
    private readonly TickSchedule _schedule = new();
    private EmptyRoom[] _rooms = [];
    private MixLoop _loop = null!;
    private long _now = MonotonicClock.Second;
    private int _next;

    [Params(32, 400, 5_000)]
    public int Rooms { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var meter = new MixMeter(new DurationHistogram(), new DurationHistogram());
        var callbacks = new MixCallbacks(_ => { }, null, null);
        _loop = new MixLoop(_schedule, SoloCrew.Instance, Now, () => { }, callbacks, meter);
        _rooms = [.. Enumerable.Range(0, Rooms).Select(_ => new EmptyRoom())];
        foreach (EmptyRoom room in _rooms)
        {
            _loop.Add(room);
        }
    }

    [Benchmark]
    public void Tick()
    {
        while (!_loop.TryTurn())
        {
            _now = _loop.NextTurn;
        }
    }

    [Benchmark]
    public void ParkAndWake()
    {
        EmptyRoom room = _rooms[_next++ % _rooms.Length];
        _schedule.Park(room);
        _schedule.Wake(room, _now);
    }

    // As costly as the clock is; the time itself is virtual.
    private long Now() => MonotonicClock.Now > 0 ? _now : 0;

    private sealed class EmptyRoom : ITickable
    {
        public Doorbell<ITickable> Bell { get; } = new();

        public long IdleUntil => long.MinValue;

        public void Skip(long ticks)
        {
        }

        public void Tick(long now, TickTerms terms)
        {
        }

        public void Sent(long now)
        {
        }

        public void Dispose()
        {
        }
    }
}
