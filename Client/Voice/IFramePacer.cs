using Mcu.Common;

namespace Mcu.Client.Voice;

// The clock that a voice loop runs by: real time in the program, virtual in tests.
internal interface IFramePacer
{
    // Nanoseconds of MonotonicClock.
    long Now { get; }

    // Returns at the deadline or soon after, at once where it has passed or the loop was told to stop.
    void WaitUntil(long deadline, WaitHandle stop);
}

// Real time. Thread.Sleep and wait handles count whole milliseconds, so it wakes up to one late, never early.
internal sealed class MonotonicPacer : IFramePacer
{
    public long Now => MonotonicClock.Now;

    public void WaitUntil(long deadline, WaitHandle stop)
    {
        for (long left = deadline - Now; left > 0; left = deadline - Now)
        {
            int milliseconds = (int)Math.Min((left + MonotonicClock.Millisecond - 1) / MonotonicClock.Millisecond, 1_000);
            if (stop.WaitOne(milliseconds))
            {
                return;
            }
        }
    }
}
