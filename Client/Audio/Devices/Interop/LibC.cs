using System.Runtime.InteropServices;

namespace Mcu.Client.Audio.Devices.Interop;

// Raw names of the C library: <unistd.h>.
internal static partial class LibC
{
    public const int STDERR_FILENO = 2;

    [LibraryImport("libc")]
    public static partial int dup(int oldfd);

    [LibraryImport("libc")]
    public static partial int dup2(int oldfd, int newfd);

    [LibraryImport("libc")]
    public static partial int close(int fd);
}
