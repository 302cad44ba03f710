namespace Mcu.Common.Audio;

// How long: tells the delay that nearly every packet needs, relative to the fastest packet of the last 2 s. "Transit" is a
// packet's arrival minus its timestamp, both in nanoseconds; the fastest packet's transit is the line from which delay is
// counted, and it follows the drift between the sender's clock and ours.
internal sealed class ArrivalDelayEstimator
{
    private const long BlockDuration = 500 * MonotonicClock.Millisecond;
    private const int Blocks = 4; // 2 s

    private readonly DelayHistogram _histogram;
    private readonly long _lineMoved;
    private readonly long[] _fastest = new long[Blocks];
    private long _blockEnd;
    private long _worst;
    private long _lastTransit;
    private bool _isEmpty = true;

    // start: what to assume before anything is known. lineMoved: a lasting delay beyond which the line itself must have moved.
    internal ArrivalDelayEstimator(long start, long lineMoved)
    {
        _lineMoved = lineMoved;
        _histogram = new DelayHistogram(start);
        Target = _histogram.Delay;
    }

    // Transit of the fastest packet of the last 2 s.
    internal long Fastest { get; private set; }

    // 95th percentile of the worst delay of every 500 ms.
    internal long Target { get; private set; }

    // RFC 3550 §6.4.1.
    internal long Jitter { get; private set; }

    // Telling: whether its delay is the path's; the line is anybody's.
    internal void Observe(long transit, long now, bool isTelling = true)
    {
        if (_isEmpty || now - _blockEnd >= Blocks * BlockDuration)
        {
            StartLine(transit, now);
        }
        else if (now >= _blockEnd)
        {
            CloseBlock(now);
        }

        _fastest[0] = Math.Min(_fastest[0], transit);
        Fastest = Math.Min(Fastest, transit);
        if (!isTelling)
        {
            return;
        }

        _worst = Math.Max(_worst, transit - Fastest);
        Jitter += (Math.Min(Math.Abs(transit - _lastTransit), MonotonicClock.Second) - Jitter) / 16;
        _lastTransit = transit;
    }

    // Another sender's clock: nothing that was learned of the line holds, what was learned of the path does.
    internal void ForgetLine() => _isEmpty = true;

    private void StartLine(long transit, long now)
    {
        Array.Fill(_fastest, transit);
        Fastest = transit;
        _lastTransit = transit;
        _worst = 0;
        _blockEnd = now + BlockDuration;
        _isEmpty = false;
    }

    private void CloseBlock(long now)
    {
        if (_fastest[0] - Fastest > _lineMoved)
        {
            Array.Fill(_fastest, _fastest[0]); // not one packet came near the line: the sender's clock stood still
        }
        else
        {
            _histogram.Add(_worst);
            Target = _histogram.Delay;
        }

        Array.Copy(_fastest, 0, _fastest, 1, Blocks - 1);
        _fastest[0] = long.MaxValue;
        Fastest = Math.Min(_fastest[1], Math.Min(_fastest[2], _fastest[3]));
        _worst = 0;
        _blockEnd = now + BlockDuration;
    }
}
