using Mcu.Common.Files;

namespace Mcu.Client.Audio;

// The file that what is heard will go to: open, so that it is known early that it can be written, but untouched until there is
// something to write. A file that did not exist before and got nothing is taken away again. Owns the file until Begin.
internal sealed class PendingWav : IDisposable
{
    private readonly string _path;
    private readonly bool _isNew;
    private FileStream? _stream;

    private PendingWav(string path, FileStream stream, bool isNew)
    {
        _path = path;
        _stream = stream;
        _isNew = isNew;
    }

    // Throws AudioFileException.
    public static PendingWav Open(string path)
    {
        try
        {
            bool isNew = !File.Exists(path);
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
            if (stream.CanSeek)
            {
                return new PendingWav(path, stream, isNew);
            }

            stream.Dispose();
            throw new AudioFileException($"The output {path} is a pipe or a device; allowed is the name of a file.");
        }
        catch (Exception e) when (FileReason.IsOne(e))
        {
            throw WavWriter.CannotWrite(path, e);
        }
    }

    // Empties the file and hands it over. Once.
    public WavWriter Begin()
    {
        FileStream stream = _stream ?? throw new InvalidOperationException($"{_path} was begun already.");
        _stream = null;
        try
        {
            stream.SetLength(0);
            return new WavWriter(stream, _path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stream.Dispose();
            throw WavWriter.CannotWrite(_path, e);
        }
    }

    public void Dispose()
    {
        if (_stream is null)
        {
            return;
        }

        _stream.Dispose();
        _stream = null;
        if (_isNew)
        {
            try
            {
                File.Delete(_path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // An empty file is left behind; the reason why is told already.
            }
        }
    }
}
