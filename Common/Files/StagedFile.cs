namespace Mcu.Common.Files;

/// <summary>
/// A file that is written whole under another name beside its own, and then takes its place, never over one that is there.
/// Disposing forgets what did not. Throws what the system throws, for which <see cref="FileReason"/> has words.
/// </summary>
public sealed class StagedFile : IDisposable
{
    private readonly string _beside;

    /// <summary>Writes it under its other name.</summary>
    /// <param name="path">Where it is to be.</param>
    /// <param name="bytes">All of it.</param>
    /// <param name="isPublic">Whether others than its owner may read it.</param>
    public StagedFile(string path, ReadOnlySpan<byte> bytes, bool isPublic = false)
    {
        FilePath = path;
        _beside = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            using var stream = new FileStream(
                _beside, PrivateFile.Owned(FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, isPublic));
            stream.Write(bytes);
            // What a power cut halves would stop the next start.
            stream.Flush(flushToDisk: true);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where it is to be.</summary>
    public string FilePath { get; }

    /// <summary>Takes its place.</summary>
    public void Place() => File.Move(_beside, FilePath, overwrite: false);

    /// <summary>After <see cref="Place"/>: it is to be there no longer.</summary>
    public void TakeBack() => Delete(FilePath);

    /// <inheritdoc/>
    public void Dispose() => Delete(_beside);

    // What cannot be deleted stays: what went wrong before that is what people must hear.
    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (FileReason.IsOne(failure))
        {
        }
    }
}
