using Mcu.Client.Control.Interop;

namespace Mcu.Client.Control;

// Who we are, and whether a folder is ours.
internal static class FolderOwner
{
    // A number of this machine; 0 on systems that have none.
    public static uint OurId => OperatingSystem.IsWindows() ? 0 : LibC.geteuid();

    // Mode: what it has already. Throws what the system throws.
    public static bool IsOurs(string folder, UnixFileMode mode)
    {
        if (OperatingSystem.IsLinux())
        {
            int failed = LibC.statx(
                LibC.AT_FDCWD, folder, LibC.AT_SYMLINK_NOFOLLOW, LibC.STATX_UID, out LibC.statx_result found);
            return failed == 0 && (found.stx_mask & LibC.STATX_UID) != 0 && found.stx_uid == LibC.geteuid();
        }

        try
        {
            // Changes nothing, and is allowed to the owner alone.
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(folder, mode);
            }

            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
