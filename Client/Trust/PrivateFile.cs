namespace Mcu.Client.Trust;

// Files that nobody but their owner may read, and that several clients may use at once. Blocks on the disk. Throws what the
// system throws; FileReason has words for it.
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    // How long another client may hold a file: far longer than it takes to write a line.
    private static readonly TimeSpan s_lockTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_lockRetry = TimeSpan.FromMilliseconds(20);

    public static void CreateFolderFor(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    // Null where there is no such file. Throws InvalidDataException beyond the bound.
    public static async Task<byte[]?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            FileStream file = await LockAsync(path, FileMode.Open, FileAccess.Read, cancellationToken).ConfigureAwait(false);
            await using (file.ConfigureAwait(false))
            {
                return await ReadAsync(file, maxBytes, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public static async Task<byte[]> ReadAsync(FileStream file, int maxBytes, CancellationToken cancellationToken)
    {
        // One byte more than allowed tells a file that is too long, whatever length it claims.
        var bytes = new byte[Math.Clamp(file.Length, 0, maxBytes) + 1];
        int count = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return count <= maxBytes
            ? bytes[..count]
            : throw new InvalidDataException($"it has more than {maxBytes} bytes, and cannot be one of ours");
    }

    // Opens it for readers at once, or for one writer, waiting for the others. The lock goes with the stream, and with the process.
    public static async Task<FileStream> LockAsync(
        string path, FileMode mode, FileAccess access, CancellationToken cancellationToken, FileOptions options = FileOptions.None)
    {
        FileStreamOptions how = Owned(mode, access, access == FileAccess.Read ? FileShare.Read : FileShare.None, options);
        for (int tries = (int)(s_lockTimeout / s_lockRetry); ; tries--)
        {
            try
            {
                return new FileStream(path, how);
            }
            catch (IOException e) when (tries > 0 && IsHeld(e))
            {
                await Task.Delay(s_lockRetry, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Writes all of it or nothing: a reader sees the file before or after, never between.
    public static async Task ReplaceAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        string temporary = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            var file = new FileStream(temporary, Owned(FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None));
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    // The mode as chmod takes it where others than the owner may do anything with the file, or null.
    public static string? ModeIfOpen(string path) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(path) is var mode && (mode & Others) != 0
            ? Convert.ToString((int)mode, 8).PadLeft(4, '0')
            : null;

    private static FileStreamOptions Owned(FileMode mode, FileAccess access, FileShare share, FileOptions options)
    {
        var how = new FileStreamOptions { Mode = mode, Access = access, Share = share, Options = options };
        if (!OperatingSystem.IsWindows() && mode is FileMode.CreateNew or FileMode.OpenOrCreate)
        {
            how.UnixCreateMode = OwnerOnly;
        }

        return how;
    }

    // EWOULDBLOCK on Linux and on BSD, and Windows' sharing violation.
    private static bool IsHeld(IOException e) => (e.HResult & 0xFFFF) is 11 or 35 or 0x20;
}
