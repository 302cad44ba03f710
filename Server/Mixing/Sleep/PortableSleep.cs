using System.Diagnostics.CodeAnalysis;
using Mcu.Common;

namespace Mcu.Server.Mixing;

// Sleeps in whole milliseconds and yields through the last one. For systems whose own precise sleep is not used here.
[SuppressMessage("Design", "CA1001", Justification = "Wake may come after the sleeper's end; the finalizer gives it back.")]
internal sealed class PortableSleep : IPreciseSleep
{
    private readonly AutoResetEvent _woken = new(false);

    public void PrepareThread()
    {
    }

    public void SleepUntil(long deadline)
    {
        if (deadline == long.MaxValue)
        {
            _woken.WaitOne();
            return;
        }

        while (true)
        {
            long left = deadline - MonotonicClock.Now;
            if (left <= 0)
            {
                return;
            }

            if (left <= 2 * MonotonicClock.Millisecond)
            {
                Thread.Yield();
            }
            else if (_woken.WaitOne((int)Math.Min(int.MaxValue, (left / MonotonicClock.Millisecond) - 1)))
            {
                return;
            }
        }
    }

    public void Wake() => _woken.Set();
}
