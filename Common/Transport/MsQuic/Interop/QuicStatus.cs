namespace Mcu.Common.Transport.MsQuic.Interop;

// Wall one: msquic's status codes (msquic_winuser.h, msquic_posix.h): HRESULTs on Windows, the system's own error numbers elsewhere.
internal static class QuicStatus
{
    internal const int Success = 0;

    internal static readonly int Aborted = Of(unchecked((int)0x80004004), linux: 125, mac: 89);
    internal static readonly int Unreachable = Of(unchecked((int)0x800704D0), linux: 113, mac: 65);
    internal static readonly int ConnectionRefused = Of(unchecked((int)0x800704C9), linux: 111, mac: 61);
    internal static readonly int ConnectionIdle = Of(unchecked((int)0x80410005), linux: 62, mac: 101);
    internal static readonly int ConnectionTimeout = Of(unchecked((int)0x80410006), linux: 110, mac: 60);
    internal static readonly int VersionNegotiation = Of(unchecked((int)0x80410001), linux: 93, mac: 43);

    internal static bool Failed(int status) => OperatingSystem.IsWindows() ? status < 0 : status > 0;

    private static int Of(int windows, int linux, int mac) =>
        OperatingSystem.IsWindows() ? windows : OperatingSystem.IsMacOS() ? mac : linux;
}
