using Mcu.Common;
using Mcu.Server.Mixing.Interop;

namespace Mcu.Server.Mixing;

// clock_nanosleep(2) to an absolute time: no drift, and late by a few tens of microseconds rather than by a millisecond.
internal sealed class LinuxSleep : IPreciseSleep
{
    // Nanoseconds that the kernel may add to a sleep to save wake-ups; 50 µs unless told.
    private const int TimerSlack = 1_000;

    // Between ordinary programs (0) and what keeps a machine alive (-20). Not a real-time class: on one core that would keep the
    // endpoint's thread, which brings the packets, from running.
    private const int Niceness = -10;

    // From MonotonicClock to CLOCK_MONOTONIC. They are the same clock, but the runtime does not promise the same start.
    private readonly long _offset;

    public LinuxSleep()
    {
        long before = MonotonicClock.Now;
        _ = LibC.clock_gettime(LibC.CLOCK_MONOTONIC, out LibC.timespec native);
        _offset = (native.tv_sec * MonotonicClock.Second) + native.tv_nsec - before;
    }

    public void PrepareThread()
    {
        // Both may be refused to an unprivileged process; the thread is then merely less punctual.
        _ = LibC.prctl(LibC.PR_SET_TIMERSLACK, TimerSlack);
        _ = LibC.setpriority(LibC.PRIO_PROCESS, 0, Niceness);
    }

    public void SleepUntil(long deadline)
    {
        long native = deadline + _offset;
        var request = new LibC.timespec
        {
            tv_sec = (nint)(native / MonotonicClock.Second),
            tv_nsec = (nint)(native % MonotonicClock.Second),
        };
        int error;
        do
        {
            error = LibC.clock_nanosleep(LibC.CLOCK_MONOTONIC, LibC.TIMER_ABSTIME, request, 0);
        }
        while (error == LibC.EINTR);
    }
}
