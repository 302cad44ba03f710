namespace Mcu.Server.Admission;

// What the system said about a file or folder, in words that stand at the end of a sentence.
internal static class FileReason
{
    // ENOSPC and EROFS, as .NET keeps them in an IOException on Linux.
    private const int NoSpaceLeft = 28;
    private const int ReadOnly = 30;

    public static bool IsOne(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    public static string Of(Exception exception, string path) => exception switch
    {
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "there is no such folder",
        PathTooLongException => "its name is too long",
        UnauthorizedAccessException => Directory.Exists(path) ? "it is a folder" : "this user may not",
        IOException e when (e.HResult & 0xFFFF) == NoSpaceLeft => "the disk is full",
        IOException e when (e.HResult & 0xFFFF) == ReadOnly => "the disk can only be read",
        IOException => exception.Message.TrimEnd('.'),
        _ => "this is not the name of a file",
    };
}
