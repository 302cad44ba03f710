using System.Runtime.InteropServices;

namespace Mcu.Client.Audio.Devices.Interop;

// Raw names of the C library: <sys/resource.h>, <unistd.h>.
internal static partial class LibC
{
    public const int STDERR_FILENO = 2;
    public const int PRIO_PROCESS = 0;

    [LibraryImport("libc")]
    public static partial int dup(int oldfd);

    [LibraryImport("libc")]
    public static partial int dup2(int oldfd, int newfd);

    [LibraryImport("libc")]
    public static partial int close(int fd);

    // On Linux `who` 0 is the calling thread, not the process (setpriority(2), "C library/kernel differences").
    [LibraryImport("libc")]
    public static partial int setpriority(int which, uint who, int prio);
}
