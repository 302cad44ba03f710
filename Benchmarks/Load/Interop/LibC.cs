using System.Runtime.InteropServices;

namespace Mcu.Benchmarks.Load.Interop;

// signal.h and time.h
internal static partial class LibC
{
    internal const int SIGTERM = 15;
    internal const int CLOCK_THREAD_CPUTIME_ID = 3;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int clock_gettime(int clock, out timespec time);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int kill(int pid, int sig);

    [StructLayout(LayoutKind.Sequential)]
    internal struct timespec
    {
        internal nint tv_sec;
        internal nint tv_nsec;
    }
}
