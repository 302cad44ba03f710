namespace Mcu.Common.Audio;

/// <summary>
/// Where a packet stands in its stream: takes the 32-bit sequence and timestamp, which wrap, to 64-bit ones, which do not; tells
/// duplicates, strays and new beginnings; counts what never came. Pure; nothing allocates.
/// </summary>
/// <remarks>Thread: one at a time.</remarks>
public sealed class StreamTimeline
{
    /// <summary>How a packet stands to those before it.</summary>
    public enum Place
    {
        /// <summary>Newer than every packet before it.</summary>
        Next,

        /// <summary>Older than the newest, and not seen yet.</summary>
        Reordered,

        /// <summary>Seen already.</summary>
        Duplicate,

        /// <summary>Out of all sequence.</summary>
        Stray,

        /// <summary>The first one of another stream.</summary>
        Restart,
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

    /// <summary>The newest packet's sequence, unwrapped; −1 where there was none.</summary>
    public long Highest { get; private set; } = -1;

    /// <summary>Its timestamp in samples, unwrapped.</summary>
    public long HighestTimestamp { get; private set; }

    /// <summary>Share of packets lost of late, 0 to 1.</summary>
    public double LossRate { get; private set; }

    /// <summary>Packets that never came, seen by a gap in the sequence.</summary>
    public long Lost => _lostBefore + LostOfThis;

    private long LostOfThis => Highest < 0 ? 0 : Math.Max(0, Highest - _first + 1 - _received);

    /// <summary>Takes the next packet's numbers in.</summary>
    /// <param name="sequence">Of any value.</param>
    /// <param name="timestamp">Of any value.</param>
    /// <param name="unwrapped">The sequence in 64 bits; meaningless for a stray.</param>
    /// <param name="unwrappedTimestamp">The timestamp in 64 bits; meaningless for a stray.</param>
    public Place Locate(uint sequence, uint timestamp, out long unwrapped, out long unwrappedTimestamp)
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

    /// <summary>Forgets the stream, not its counts: whatever comes next is the first of another one.</summary>
    public void End()
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
