using System.Runtime.InteropServices;

namespace Mcu.Benchmarks.Load.Interop;

// signal.h
internal static partial class LibC
{
    internal const int SIGTERM = 15;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int kill(int pid, int sig);
}
