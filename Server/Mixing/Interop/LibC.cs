using System.Runtime.InteropServices;

namespace Mcu.Server.Mixing.Interop;

// Raw names of the C library on Linux: <time.h>, <sys/prctl.h>, <sys/resource.h>.
internal static partial class LibC
{
    public const int CLOCK_MONOTONIC = 1;
    public const int TIMER_ABSTIME = 1;
    public const int EINTR = 4;
    public const int PR_SET_TIMERSLACK = 29;
    public const int PRIO_PROCESS = 0;

    [LibraryImport("libc")]
    public static partial int clock_gettime(int clockid, out timespec tp);

    // Returns the error itself, not through errno.
    [LibraryImport("libc")]
    public static partial int clock_nanosleep(int clockid, int flags, in timespec request, nint remain);

    [LibraryImport("libc")]
    public static partial int prctl(int option, nuint arg2);

    // On Linux `who` 0 is the calling thread, not the process (setpriority(2), "C library/kernel differences").
    [LibraryImport("libc")]
    public static partial int setpriority(int which, uint who, int prio);

    public struct timespec
    {
        public nint tv_sec;
        public nint tv_nsec;
    }
}
