using Mcu.Common.Files;

namespace Mcu.Client.Audio;

// A WAV file as a stream of mono floats at the file's own rate, read piece by piece, so that its length does not matter.
// Owns the stream. Thread: one at a time. Allocates only when it is made.
internal sealed class WavReader : IDisposable
{
    private const int BufferSize = 16 * 1024;

    private readonly Stream _stream;
    private readonly WavHeader _header;
    private readonly byte[] _buffer;
    private long _left;

    // Stream: seekable, at its beginning; disposed of by this, also when the header is refused.
    public WavReader(Stream stream, string name)
    {
        _stream = stream;
        Name = name;
        try
        {
            _header = WavHeader.Read(stream, name);
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        _buffer = new byte[BufferSize - (BufferSize % _header.Format.BlockSize)];
        Rewind();
    }

    public string Name { get; }

    public WavFormat Format => _header.Format;

    // Samples of each channel.
    public long Samples => _header.DataLength / Format.BlockSize;

    public static WavReader Open(string path)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception e) when (FileReason.IsOne(e))
        {
            throw new AudioFileException($"The input file {path} cannot be read: {FileReason.Of(e, path)}.", e);
        }

        if (!stream.CanSeek)
        {
            stream.Dispose();
            throw new AudioFileException($"The input {path} is a pipe or a device; allowed is a WAV file.");
        }

        return new WavReader(stream, path);
    }

    // Fills as much as the file has, and returns how much: 0 at its end.
    public int Read(Span<float> mono)
    {
        int filled = 0;
        while (filled < mono.Length && _left > 0)
        {
            int blocks = (int)Math.Min(Math.Min(_buffer.Length, _left) / Format.BlockSize, mono.Length - filled);
            Span<byte> bytes = _buffer.AsSpan(0, blocks * Format.BlockSize);
            int there = ReadBytes(bytes) / Format.BlockSize;
            WavSamples.ToMono(bytes[..(there * Format.BlockSize)], Format, mono[filled..]);
            filled += there;
            // A file that was cut short while it was being read ends where it now ends.
            _left = there < blocks ? 0 : _left - bytes.Length;
        }

        return filled;
    }

    // Back to the first sample.
    public void Rewind()
    {
        _stream.Position = _header.DataOffset;
        _left = _header.DataLength;
    }

    public void Dispose() => _stream.Dispose();

    private int ReadBytes(Span<byte> bytes)
    {
        try
        {
            return _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (IOException e)
        {
            throw new AudioFileException($"The input file {Name} cannot be read: {FileReason.Of(e, Name)}.", e);
        }
    }
}
