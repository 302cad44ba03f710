using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mcu.Server.Mixing.Interop;

// Raw names of the C library on Linux: <poll.h>, <sys/eventfd.h>, <sys/prctl.h>, <sys/resource.h>, <unistd.h>.
internal static partial class LibC
{
    public const short POLLIN = 1;
    public const int EFD_CLOEXEC = 0x80000;
    public const int EFD_NONBLOCK = 0x800;
    public const int PR_SET_TIMERSLACK = 29;
    public const int PRIO_PROCESS = 0;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int eventfd(uint initval, int flags);

    // timeout null: none.
    [LibraryImport("libc")]
    public static unsafe partial int ppoll(ref pollfd fds, nuint nfds, timespec* timeout, nint sigmask);

    [LibraryImport("libc")]
    public static partial nint read(SafeFileHandle fd, out ulong value, nuint count);

    [LibraryImport("libc")]
    public static partial nint write(SafeFileHandle fd, in ulong value, nuint count);

    [LibraryImport("libc")]
    public static partial int prctl(int option, nuint arg2);

    // On Linux `who` 0 is the calling thread, not the process (setpriority(2), "C library/kernel differences").
    [LibraryImport("libc")]
    public static partial int setpriority(int which, uint who, int prio);

    public struct pollfd
    {
        public int fd;
        public short events;
        public short revents;
    }

    public struct timespec
    {
        public nint tv_sec;
        public nint tv_nsec;
    }
}
