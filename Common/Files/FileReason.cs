namespace Mcu.Common.Files;

/// <summary>What the system said about a file or folder, in words that stand at the end of a sentence.</summary>
public static class FileReason
{
    // ENOSPC and EROFS, as .NET keeps them in an IOException on Linux, and ERROR_DISK_FULL of Windows.
    private const int NoSpaceLeft = 28;
    private const int ReadOnly = 30;
    private const int DiskFull = 0x70;

    /// <summary>Whether opening, reading or writing a file fails this way; anything else is a fault of the program.</summary>
    public static bool IsOne(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <summary>The words, without a full stop.</summary>
    /// <param name="exception">One of those of <see cref="IsOne"/>.</param>
    /// <param name="path">What was to be used.</param>
    public static string Of(Exception exception, string path)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            FileNotFoundException => "there is no such file",
            DirectoryNotFoundException => FileAbove(path) ?? "there is no such folder",
            PathTooLongException => "its name is too long",
            UnauthorizedAccessException => Directory.Exists(path) ? "it is a folder" : "this user may not",
            IOException e when PrivateFile.IsHeld(e) => "another program is using it",
            IOException e when (e.HResult & 0xFFFF) is NoSpaceLeft or DiskFull => "the disk is full",
            IOException e when (e.HResult & 0xFFFF) == ReadOnly => "the disk can only be read",
            IOException => FileAbove(path) ?? exception.Message.TrimEnd('.'),
            _ => "this is not the name of a file",
        };
    }

    // Where one of the folders that the path leads through is a file.
    private static string? FileAbove(string path)
    {
        string? above = Path.GetDirectoryName(path);
        while (!string.IsNullOrEmpty(above) && !Path.Exists(above))
        {
            above = Path.GetDirectoryName(above);
        }

        return File.Exists(above) ? $"{above} is a file, and no folder" : null;
    }
}
