using System.Runtime.InteropServices;

namespace Mcu.Client.Terminal.Console.Interop;

// Wall one: the system calls that make a terminal a screen. Where Linux and macOS number things differently, both stand here. None
// of them waits, but poll.
internal static unsafe partial class LibC
{
    internal const string Library = "libc";

    internal const int EINTR = 4;
    internal const int O_RDWR = 2;
    internal const int TCSANOW = 0;
    internal const int SIGTSTP_LINUX = 20;
    internal const int SIGTSTP_MACOS = 18;
    internal const short POLLIN = 1;
    internal const short POLLOUT = 4;
    internal const short POLLERR = 8;
    internal const short POLLHUP = 16;
    internal const short POLLNVAL = 32;

    // Larger than any system's; its inside is left to tcgetattr and cfmakeraw.
    internal const int SizeOfTermios = 256;

    internal static int EAGAIN { get; } = OperatingSystem.IsMacOS() ? 35 : 11;

    internal static int O_NONBLOCK { get; } = OperatingSystem.IsMacOS() ? 0x4 : 0x800;

    internal static int O_NOCTTY { get; } = OperatingSystem.IsMacOS() ? 0x20000 : 0x100;

    internal static int O_CLOEXEC { get; } = OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    internal static int TCIFLUSH { get; } = OperatingSystem.IsMacOS() ? 1 : 0;

    internal static int SIGTSTP { get; } = OperatingSystem.IsMacOS() ? SIGTSTP_MACOS : SIGTSTP_LINUX;

    internal static nuint TIOCGWINSZ { get; } = OperatingSystem.IsMacOS() ? 0x40087468u : 0x5413u;

    [StructLayout(LayoutKind.Sequential)]
    internal struct winsize
    {
        public ushort ws_row;
        public ushort ws_col;
        public ushort ws_xpixel;
        public ushort ws_ypixel;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct pollfd
    {
        public int fd;
        public short events;
        public short revents;
    }

    [LibraryImport(Library)]
    internal static partial int isatty(int fd);

    [LibraryImport(Library)]
    internal static partial int ttyname_r(int fd, byte* buf, nuint buflen);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags);

    [LibraryImport(Library)]
    internal static partial int close(int fd);

    [LibraryImport(Library)]
    internal static partial int dup(int fd);

    [LibraryImport(Library)]
    internal static partial int dup2(int from, int to);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint read(SafeHandle fd, byte* buf, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint write(SafeHandle fd, byte* buf, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int poll(pollfd* fds, nuint nfds, int timeout);

    [LibraryImport(Library)]
    internal static partial int ioctl(SafeHandle fd, nuint request, winsize* size);

    [LibraryImport(Library)]
    internal static partial int tcgetattr(SafeHandle fd, byte* termios);

    [LibraryImport(Library)]
    internal static partial int tcsetattr(SafeHandle fd, int action, byte* termios);

    [LibraryImport(Library)]
    internal static partial void cfmakeraw(byte* termios);

    [LibraryImport(Library)]
    internal static partial int tcflush(SafeHandle fd, int queue);

    [LibraryImport(Library)]
    internal static partial int tcgetpgrp(SafeHandle fd);

    [LibraryImport(Library)]
    internal static partial int getpgrp();

    [LibraryImport(Library)]
    internal static partial int kill(int pid, int signal);
}
