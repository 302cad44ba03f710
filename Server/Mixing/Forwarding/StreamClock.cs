namespace Mcu.Server.Mixing;

// Which timestamp of a listener's stream belongs to which time, whoever makes the stream: it follows the fastest of the packets
// that were passed on, and slowly the rest, since the sender's clock is not ours. A value; pure.
internal struct StreamClock
{
    // How much of a packet's lateness is taken over: as much as 1 % of drift needs at 50 packets a second.
    private const int Leak = 64;

    private uint _timestamp;
    private long _at;

    public StreamClock(uint timestamp, long at)
    {
        _timestamp = timestamp;
        _at = at;
    }

    // The timestamp that belongs to now.
    public readonly uint At(long now) => unchecked(_timestamp + (uint)((now - _at) * 3 / 62_500)); // 48 samples in a millisecond

    // A packet with this timestamp was passed on now.
    public void Saw(uint timestamp, long now)
    {
        uint expected = At(now);
        int early = unchecked((int)(timestamp - expected));
        _timestamp = unchecked(expected + (uint)(early >= 0 ? early : early / Leak));
        _at = now;
    }
}
