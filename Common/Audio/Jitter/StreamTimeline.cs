namespace Mcu.Common.Audio;

// Where a packet stands in its stream: takes the 32-bit sequence and timestamp, which wrap, to 64-bit ones, which do not; tells
// duplicates, strays and new beginnings; counts what never came.
internal sealed class StreamTimeline
{
    internal enum Place
    {
        Next, // newer than every packet before it
        Reordered, // older than the newest, and not seen yet
        Duplicate,
        Stray, // out of all sequence
        Restart, // the first one of another stream
    }

    // As in RFC 3550 A.1: how far the sequence may jump ahead (a minute), and how far back a packet may be reordered.
    private const int MaxJump = 3000;
    private const int MaxMisorder = 100;

    // Strays in a row after which the stream is taken to have begun anew, whatever it looks like: 200 ms.
    private const int MaxStrays = 10;

    // Only leap after leap gets here, for it is 23 years of samples; beyond 2^47 nanoseconds would overflow.
    private const long LatestTimestamp = 1L << 45;

    // Packets over which loss is averaged: 2.5 s.
    private const double LossWindow = 128;

    private UInt128 _seen; // bit i: whether Highest − i came
    private long _first;
    private long _received;
    private long _lostBefore;
    private uint? _afterJump;
    private int _strays;

    internal long Highest { get; private set; } = -1;

    internal long HighestTimestamp { get; private set; }

    // Share of packets lost of late, 0 to 1.
    internal double LossRate { get; private set; }

    internal long Lost => _lostBefore + LostOfThis;

    private long LostOfThis => Highest < 0 ? 0 : Math.Max(0, Highest - _first + 1 - _received);

    internal Place Locate(uint sequence, uint timestamp, out long unwrapped, out long unwrappedTimestamp)
    {
        if (Highest < 0)
        {
            Begin(sequence, timestamp, out unwrapped, out unwrappedTimestamp);
            return Place.Restart;
        }

        int ahead = (int)(sequence - (uint)Highest);
        int aheadInTime = (int)(timestamp - (uint)HighestTimestamp);
        unwrapped = Highest + ahead;
        unwrappedTimestamp = HighestTimestamp + aheadInTime;
        Place place = Judge(sequence, ahead, aheadInTime);
        _afterJump = place == Place.Stray ? sequence + 1 : null;
        _strays = place is Place.Stray or Place.Duplicate ? _strays + 1 : 0;
        switch (place)
        {
            case Place.Next:
                Advance(ahead);
                Highest = unwrapped;
                HighestTimestamp = unwrappedTimestamp;
                break;
            case Place.Reordered:
                _seen |= UInt128.One << -ahead;
                _received++;
                _first = Math.Min(_first, unwrapped);
                LossRate = Math.Max(0, LossRate - (1 / LossWindow));
                break;
            case Place.Restart:
                _lostBefore += LostOfThis;
                Begin(sequence, timestamp, out unwrapped, out unwrappedTimestamp);
                break;
        }

        return place;
    }

    // Forgets the stream, not its counts: whatever comes next is the first of another one.
    internal void End()
    {
        _lostBefore += LostOfThis;
        Highest = -1;
    }

    private Place Judge(uint sequence, int ahead, int aheadInTime)
    {
        if (sequence == _afterJump || _strays >= MaxStrays || HighestTimestamp > LatestTimestamp)
        {
            return Place.Restart;
        }

        if (ahead is > MaxJump or < -MaxMisorder)
        {
            return Place.Stray;
        }

        // Time runs at least as fast as the sequence, for silence has no packets; a stream that breaks this is another one.
        long leastTime = (long)ahead * AudioFormat.FrameSamples;
        if (ahead > 0)
        {
            return aheadInTime >= leastTime ? Place.Next : Place.Restart;
        }

        if (((_seen >> -ahead) & 1) != 0)
        {
            return Place.Duplicate;
        }

        return aheadInTime <= leastTime ? Place.Reordered : Place.Stray;
    }

    private void Advance(int ahead)
    {
        _seen = ahead < 128 ? (_seen << ahead) | 1 : UInt128.One;
        _received++;
        double keep = ahead < LossWindow ? 1 - (ahead / LossWindow) : 0;
        LossRate = (LossRate * keep) + Math.Min(1, (ahead - 1) / LossWindow);
    }

    // 64-bit sequences start far above zero, so that a packet from before the first one is not negative.
    private void Begin(uint sequence, uint timestamp, out long unwrapped, out long unwrappedTimestamp)
    {
        unwrapped = (1L << 32) + sequence;
        unwrappedTimestamp = (1L << 32) + timestamp;
        Highest = unwrapped;
        HighestTimestamp = unwrappedTimestamp;
        _first = unwrapped;
        _received = 1;
        _seen = UInt128.One;
        _afterJump = null;
        _strays = 0;
    }
}
