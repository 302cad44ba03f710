using System.Runtime.InteropServices;

namespace Mcu.Client.Tests.Terminal.Console.Interop;

// Wall one: making a pseudo-terminal.
internal static unsafe partial class PtyCalls
{
    private const string Library = "libc";

    internal const int O_RDWR = 2;
    internal const short POLLIN = 1;
    internal const nuint TIOCSWINSZ = 0x5414;

    [StructLayout(LayoutKind.Sequential)]
    internal struct pollfd
    {
        public int fd;
        public short events;
        public short revents;
    }

    [LibraryImport(Library)]
    internal static partial int posix_openpt(int flags);

    [LibraryImport(Library)]
    internal static partial int grantpt(int fd);

    [LibraryImport(Library)]
    internal static partial int unlockpt(int fd);

    [LibraryImport(Library)]
    internal static partial int ptsname_r(int fd, byte* buf, nuint buflen);

    [LibraryImport(Library)]
    internal static partial int poll(pollfd* fds, nuint nfds, int timeout);

    [LibraryImport(Library)]
    internal static partial nint read(int fd, byte* buf, nuint count);

    [LibraryImport(Library)]
    internal static partial nint write(int fd, byte* buf, nuint count);

    [LibraryImport(Library)]
    internal static partial int ioctl(int fd, nuint request, ushort* size);

    [LibraryImport(Library)]
    internal static partial int tcgetattr(int fd, byte* termios);

    [LibraryImport(Library)]
    internal static partial int close(int fd);
}
