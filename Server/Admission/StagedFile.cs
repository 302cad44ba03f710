using System.Text;

namespace Mcu.Server.Admission;

// A file that is written whole under another name beside its own, and then takes its place, never over one that is there. Disposing
// forgets what did not. Throws AdmissionException.
internal sealed class StagedFile : IDisposable
{
    private readonly string _path;
    private readonly string _beside;

    public StagedFile(string path, string pem, UnixFileMode mode)
    {
        _path = path;
        _beside = $"{path}.{Guid.NewGuid():N}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        try
        {
            using var stream = new FileStream(_beside, options);
            stream.Write(Encoding.ASCII.GetBytes(pem + "\n"));
            // A pair that a power cut halves would stop the next start.
            stream.Flush(flushToDisk: true);
        }
        catch (Exception failure) when (FileReason.IsOne(failure))
        {
            Dispose();
            throw CannotWrite(path, failure);
        }
    }

    public static AdmissionException CannotWrite(string path, Exception failure)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        string reason = Directory.Exists(folder) ? FileReason.Of(failure, path) : $"there is no folder {folder}";
        return new AdmissionException($"{path} cannot be written: {reason}.", failure);
    }

    public void Place()
    {
        try
        {
            File.Move(_beside, _path, overwrite: false);
        }
        catch (Exception failure) when (FileReason.IsOne(failure))
        {
            throw CannotWrite(_path, failure);
        }
    }

    // After Place: it is to be there no longer.
    public void TakeBack() => Delete(_path);

    public void Dispose() => Delete(_beside);

    // What cannot be deleted stays: what went wrong before that is what the operator must hear.
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
