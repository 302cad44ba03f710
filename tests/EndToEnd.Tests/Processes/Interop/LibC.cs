using System.Runtime.InteropServices;

namespace Mcu.EndToEnd.Tests.Processes.Interop;

// Signals, which .NET's Process does not send.
internal static partial class LibC
{
    public const int SIGHUP = 1;
    public const int SIGTERM = 15;
    public const int SIGINT = 2;
    public const int SIGQUIT = 3;
    public const int SIGCONT = 18;
    public const int SIGSTOP = 19;
    public const int SIGTSTP = 20;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int pid, int signal);
}
