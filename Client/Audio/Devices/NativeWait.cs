using System.Diagnostics.CodeAnalysis;
using Mcu.Common;

namespace Mcu.Client.Audio.Devices;

// Waits that another thread can end: for a device to make or take some samples, or for a time. For, Until: one thread. End: any,
// ends the waiting at once and for good.
// Allocates nothing after it was made.
[SuppressMessage("Design", "CA1001", Justification = "End may come while For waits; the finalizer gives it back.")]
internal sealed class NativeWait
{
    // A device that does not move for so long has stalled.
    public const long Patience = 200 * MonotonicClock.Millisecond;

    private readonly ManualResetEvent _ended = new(false);

    public bool IsEnded => _ended.WaitOne(0);

    // Waits for about as long as these samples last, and less rather than more. False: the deadline has passed or it was ended.
    public bool For(int samples, int rate, long deadline)
    {
        if (MonotonicClock.Now >= deadline)
        {
            return false;
        }

        int milliseconds = Math.Clamp(((int)(samples * 1_000L / rate)) - 1, 1, 20);
        return !_ended.WaitOne(milliseconds);
    }

    // Returns at this time or up to a millisecond later.
    public void Until(long deadline)
    {
        long left = deadline - MonotonicClock.Now;
        if (left > 0)
        {
            _ended.WaitOne((int)Math.Clamp((left + MonotonicClock.Millisecond - 1) / MonotonicClock.Millisecond, 1, 1_000));
        }
    }

    public void End() => _ended.Set();
}
