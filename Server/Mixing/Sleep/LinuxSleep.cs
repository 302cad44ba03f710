using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Mcu.Common;
using Mcu.Server.Mixing.Interop;
using Microsoft.Win32.SafeHandles;

namespace Mcu.Server.Mixing;

// ppoll(2) on an eventfd(2): to the deadline within some tens of microseconds, like any high-resolution timer of the kernel, and
// another thread can end it, which clock_nanosleep(2) does not allow.
[SuppressMessage("Design", "CA1001", Justification = "Wake may come after the sleeper's end; the finalizer gives it back.")]
internal sealed class LinuxSleep : IPreciseSleep
{
    // Nanoseconds that the kernel may add to a sleep to save wake-ups; 50 µs unless told.
    private const int TimerSlack = 1_000;

    // Between ordinary programs (0) and what keeps a machine alive (-20). Not a real-time class: on one core that would keep the
    // endpoint's thread, which brings the packets, from running.
    private const int Niceness = -10;

    private readonly SafeFileHandle _event;

    // Throws InvalidOperationException where the system gives no more file descriptors.
    public LinuxSleep()
    {
        int descriptor = LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK);
        if (descriptor < 0)
        {
            throw new InvalidOperationException(
                $"The system gave no eventfd for the mixing thread: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        _event = new SafeFileHandle(descriptor, ownsHandle: true);
    }

    public void PrepareThread()
    {
        // Both may be refused to an unprivileged process; the thread is then merely less punctual.
        _ = LibC.prctl(LibC.PR_SET_TIMERSLACK, TimerSlack);
        _ = LibC.setpriority(LibC.PRIO_PROCESS, 0, Niceness);
    }

    public void SleepUntil(long deadline)
    {
        // Any error, a signal's EINTR for one, is an early return.
        if (deadline == long.MaxValue)
        {
            Wait(timeout: null);
        }
        else
        {
            long left = Math.Max(0, deadline - MonotonicClock.Now);
            Wait(new LibC.timespec
            {
                tv_sec = (nint)(left / MonotonicClock.Second),
                tv_nsec = (nint)(left % MonotonicClock.Second),
            });
        }
    }

    public void Wake() => _ = LibC.write(_event, 1, sizeof(ulong));

    private unsafe void Wait(LibC.timespec? timeout)
    {
        LibC.timespec time = timeout.GetValueOrDefault();
        var request = new LibC.pollfd { fd = (int)_event.DangerousGetHandle(), events = LibC.POLLIN };
        if (LibC.ppoll(ref request, 1, timeout is null ? null : &time, 0) > 0)
        {
            // Back to zero, before the caller looks at what it was woken for.
            _ = LibC.read(_event, out _, sizeof(ulong));
        }
    }
}
