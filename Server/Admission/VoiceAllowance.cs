using Mcu.Common;

namespace Mcu.Server.Admission;

// How many voice datagrams one client may send: so many a second, and as many at once. Pure, and of one thread at a time: no lock
// and no allocation, since it is asked for every datagram. It keeps one number, the time at which the bucket would be full again if
// nothing more came (the virtual scheduling form of a token bucket, ITU-T I.371 annex A).
internal sealed class VoiceAllowance
{
    private readonly long _apart;
    private readonly long _most;
    private long _fullAt = long.MinValue;

    public VoiceAllowance(int perSecond)
    {
        _apart = MonotonicClock.Second / perSecond;
        _most = _apart * perSecond;
    }

    // `now` in nanoseconds of MonotonicClock.
    public bool TryTake(long now)
    {
        long fullAt = Math.Max(_fullAt, now) + _apart;
        if (fullAt - now > _most)
        {
            return false;
        }

        _fullAt = fullAt;
        return true;
    }
}
