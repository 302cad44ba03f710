using Mcu.Common;

namespace Mcu.Server.Mixing;

// Sleeps in whole milliseconds and yields through the last one. For systems whose own absolute sleep is not used here.
internal sealed class PortableSleep : IPreciseSleep
{
    public void PrepareThread()
    {
    }

    public void SleepUntil(long deadline)
    {
        while (true)
        {
            long left = deadline - MonotonicClock.Now;
            if (left <= 0)
            {
                return;
            }

            if (left > 2 * MonotonicClock.Millisecond)
            {
                Thread.Sleep((int)((left / MonotonicClock.Millisecond) - 1));
            }
            else
            {
                Thread.Yield();
            }
        }
    }
}
