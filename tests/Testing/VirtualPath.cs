using Mcu.Common;

namespace Mcu.Testing;

/// <summary>What a virtual path does to packets. Times in nanoseconds, shares from 0 to 1.</summary>
public sealed record VirtualPathOptions
{
    /// <summary>What every packet takes.</summary>
    public long Delay { get; init; } = 20 * MonotonicClock.Millisecond;

    /// <summary>Mean of what is added at random, exponentially distributed, cut at five times the mean.</summary>
    public long Jitter { get; init; }

    /// <summary>Share of packets that are lost.</summary>
    public double Loss { get; init; }

    /// <summary>How many are lost in a row.</summary>
    public int LossBurst { get; init; } = 1;

    /// <summary>Share of packets that come twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>Share of packets that are held back by <see cref="ReorderDelay"/>, so that others overtake them.</summary>
    public double Reorder { get; init; }

    /// <summary>How long those are held back.</summary>
    public long ReorderDelay { get; init; } = 25 * MonotonicClock.Millisecond;

    /// <summary>Whether jitter alone may reorder; a queue does not.</summary>
    public bool KeepsOrder { get; init; } = true;

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>One direction of a network in virtual time: what is sent comes out later, or twice, or never; the same way every
/// time.</summary>
public sealed class VirtualPath<T>(VirtualPathOptions options)
{
    private readonly Random _random = new(options.Seed);
    private readonly PriorityQueue<T, (long Arrival, long Order)> _underWay = new();
    private long _order;
    private long _lastArrival;
    private int _burst;

    /// <summary>Packets sent, and those of them lost.</summary>
    public (long Sent, long Lost) Counts { get; private set; }

    /// <summary>More delay for everything sent from now on: a new route, or a queue that fills.</summary>
    public long ExtraDelay { get; set; }

    /// <summary>Sends a packet at a time that does not go back.</summary>
    public void Send(T packet, long now)
    {
        bool isLost = Loses();
        Counts = (Counts.Sent + 1, Counts.Lost + (isLost ? 1 : 0));
        if (isLost)
        {
            return;
        }

        long arrival = now + options.Delay + ExtraDelay + Jitter();
        if (_random.NextDouble() < options.Reorder)
        {
            arrival += options.ReorderDelay;
        }
        else if (options.KeepsOrder)
        {
            arrival = _lastArrival = Math.Max(_lastArrival, arrival);
        }

        _underWay.Enqueue(packet, (arrival, _order++));
        if (_random.NextDouble() < options.Duplicate)
        {
            _underWay.Enqueue(packet, (arrival + Jitter(), _order++));
        }
    }

    /// <summary>Takes the next packet out that has arrived by now.</summary>
    public bool TryReceive(long now, out T packet, out long arrival)
    {
        if (_underWay.TryPeek(out packet!, out (long Arrival, long Order) when) && when.Arrival <= now)
        {
            _underWay.Dequeue();
            arrival = when.Arrival;
            return true;
        }

        arrival = 0;
        return false;
    }

    private bool Loses()
    {
        if (_burst > 0)
        {
            _burst--;
            return true;
        }

        // A burst begins so seldom that the share of all lost packets comes out right.
        double start = options.Loss / (options.LossBurst * (1 - options.Loss) + options.Loss);
        if (options.Loss > 0 && _random.NextDouble() < start)
        {
            _burst = options.LossBurst - 1;
            return true;
        }

        return false;
    }

    private long Jitter() =>
        options.Jitter == 0 ? 0 : (long)(options.Jitter * Math.Min(5, -Math.Log(1 - _random.NextDouble())));
}
