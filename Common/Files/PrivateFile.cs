namespace Mcu.Common.Files;

/// <summary>
/// Files that nobody but their owner may read, and that several programs may use at once. Blocks on the disk. Throws what the
/// system throws, for which <see cref="FileReason"/> has words.
/// </summary>
public static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Reading and writing; that a file may be run says nothing.
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    // Ten seconds in which another program may hold a file: far longer than it takes to make a key and write it.
    private const int LockTries = 500;
    private static readonly TimeSpan s_lockRetry = TimeSpan.FromMilliseconds(20);

    /// <summary>Makes a folder and the missing ones above it, for the owner only. One that is there stays as it is.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Makes the folder that a file is to be in; see <see cref="CreateFolder"/>.</summary>
    public static void CreateFolderFor(string path) => CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "");

    /// <summary>Everything that the file holds, from its beginning.</summary>
    /// <exception cref="InvalidDataException">There is more than <paramref name="maxBytes"/>.</exception>
    public static byte[] Read(Stream stream, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(stream);
        // One byte more than allowed tells a file that is too long, whatever length it claims.
        var bytes = new byte[maxBytes + 1];
        int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count <= maxBytes
            ? bytes[..count]
            : throw new InvalidDataException($"it has more than {maxBytes} bytes, and cannot be one of ours");
    }

    /// <summary>The file's bytes, or null where there is no such file.</summary>
    /// <exception cref="InvalidDataException">There is more than <paramref name="maxBytes"/>.</exception>
    public static async Task<byte[]?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            FileStream file = await LockAsync(path, FileMode.Open, FileAccess.Read, cancellationToken).ConfigureAwait(false);
            await using (file.ConfigureAwait(false))
            {
                return Read(file, maxBytes);
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Opens a file for readers at once, or for one writer, waiting for the others. The lock goes with the stream, and with the
    /// process.
    /// </summary>
    public static Task<FileStream> LockAsync(string path, FileMode mode, FileAccess access, CancellationToken cancellationToken)
    {
        FileShare share = access == FileAccess.Read ? FileShare.Read : FileShare.None;
        return OpenAsync(path, Owned(mode, access, share, FileOptions.None), cancellationToken);
    }

    /// <summary>Lets one program at a time make a file, waiting for the others; see <see cref="Make"/>.</summary>
    public static FileStream LockToMake(string path)
    {
        FileStreamOptions how = ToMake();
        for (int tries = LockTries; ; tries--)
        {
            if (TryOpen(Beside(path), how, isLast: tries == 0) is { } held)
            {
                return held;
            }

            Thread.Sleep(s_lockRetry);
        }
    }

    /// <inheritdoc cref="LockToMake"/>
    public static Task<FileStream> LockToMakeAsync(string path, CancellationToken cancellationToken) =>
        OpenAsync(Beside(path), ToMake(), cancellationToken);

    /// <summary>Makes a file whole or not at all, and never over one that is there.</summary>
    public static void Make(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = new StagedFile(path, bytes);
        file.Place();
    }

    /// <summary>The mode as chmod takes it where others than the owner may read or write, else null.</summary>
    public static string? ModeIfOpen(UnixFileMode mode) =>
        (mode & Others) != 0 ? Convert.ToString((int)mode & 0x1FF, 8).PadLeft(4, '0') : null;

    // Whether somebody else has locked it: Windows' sharing violation, EWOULDBLOCK of BSD, and that of Linux.
    internal static bool IsHeld(IOException e) =>
        (e.HResult & 0xFFFF) == (OperatingSystem.IsWindows() ? 0x20 : OperatingSystem.IsLinux() ? 11 : 35);

    internal static FileStreamOptions Owned(
        FileMode mode, FileAccess access, FileShare share, FileOptions options, bool isPublic = false)
    {
        var how = new FileStreamOptions { Mode = mode, Access = access, Share = share, Options = options };
        if (!OperatingSystem.IsWindows() && mode is FileMode.CreateNew or FileMode.OpenOrCreate)
        {
            how.UnixCreateMode = isPublic ? OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead : OwnerOnly;
        }

        return how;
    }

    private static async Task<FileStream> OpenAsync(string path, FileStreamOptions how, CancellationToken cancellationToken)
    {
        for (int tries = LockTries; ; tries--)
        {
            if (TryOpen(path, how, isLast: tries == 0) is { } held)
            {
                return held;
            }

            await Task.Delay(s_lockRetry, cancellationToken).ConfigureAwait(false);
        }
    }

    // Null where another program holds it and it is worth asking again.
    private static FileStream? TryOpen(string path, FileStreamOptions how, bool isLast)
    {
        try
        {
            return new FileStream(path, how);
        }
        catch (IOException e) when (!isLast && IsHeld(e))
        {
            return null;
        }
    }

    // What is locked while a file is made: a file of its own, since the one to make is not there yet.
    private static string Beside(string path) => $"{path}.lock";

    // It goes with the lock, so whoever finds it gone asks again for a new one.
    private static FileStreamOptions ToMake() =>
        Owned(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
}
