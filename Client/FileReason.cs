namespace Mcu.Client;

// What the system said about a file, in words that stand at the end of a sentence.
internal static class FileReason
{
    // ENOSPC, as .NET keeps it in an IOException.
    private const int NoSpaceLeft = 28;

    public static string Of(Exception exception, string path) => exception switch
    {
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "there is no such folder",
        UnauthorizedAccessException => Directory.Exists(path) ? "it is a folder" : "this user may not",
        IOException e when (e.HResult & 0xFFFF) is NoSpaceLeft or 0x70 => "the disk is full",
        IOException when Path.GetDirectoryName(path) is { } folder && File.Exists(folder) => $"{folder} is a file, and no folder",
        IOException => exception.Message.TrimEnd('.'),
        _ => "this is not the name of a file",
    };
}
