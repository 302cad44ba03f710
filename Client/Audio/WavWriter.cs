using System.Buffers.Binary;
using Mcu.Common.Audio;
using Mcu.Common.Files;

namespace Mcu.Client.Audio;

// Writes 48 kHz mono 16-bit WAV. The header's lengths are brought up to date every second, so that a process that is killed
// leaves a valid file that misses at most its last second. Owns the stream. Thread: one at a time; no allocation per frame.
internal sealed class WavWriter : IDisposable
{
    private const int HeaderSize = 44;
    private const int UpdateEvery = 2 * AudioFormat.SampleRate;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[2 * AudioFormat.FrameSamples];
    private readonly byte[] _header = new byte[HeaderSize];
    private long _written;
    private long _announced = -1;
    private bool _disposed;

    // Stream: seekable, empty, without a buffer of its own (a kill would lose what stands in it).
    public WavWriter(Stream stream, string name)
    {
        _stream = stream;
        Name = name;
        WriteHeader();
    }

    public string Name { get; }

    // Bytes of samples so far.
    public long Written => _written;

    // Empties the file where there is one. Throws AudioFileException.
    public static WavWriter Create(string path)
    {
        using PendingWav file = PendingWav.Open(path);
        return file.Begin();
    }

    // Mono samples of ±1, any number of them.
    public void Write(ReadOnlySpan<float> samples)
    {
        while (!samples.IsEmpty)
        {
            ReadOnlySpan<float> part = samples[..Math.Min(samples.Length, _buffer.Length / 2)];
            WavSamples.ToPcm16(part, _buffer);
            WriteBytes(_buffer.AsSpan(0, 2 * part.Length));
            samples = samples[part.Length..];
        }

        if (_written - _announced >= UpdateEvery)
        {
            WriteHeader();
        }
    }

    // Brings the header up to date and closes the file.
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        using (_stream)
        {
            if (_announced != _written)
            {
                WriteHeader();
            }
        }
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        if (_written + bytes.Length > WavLimits.MaxWritten)
        {
            throw new AudioFileException($"The output file {Name} is full: a WAV file holds at most 4 GB (12 hours).");
        }

        try
        {
            _stream.Write(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(Name, e);
        }

        _written += bytes.Length;
    }

    private void WriteHeader()
    {
        Span<byte> header = _header;
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)(_written + HeaderSize - 8));
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteUInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], AudioFormat.SampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], 2 * AudioFormat.SampleRate);
        BinaryPrimitives.WriteUInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], (uint)_written);
        try
        {
            _stream.Position = 0;
            _stream.Write(header);
            _stream.Position = HeaderSize + _written;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(Name, e);
        }

        _announced = _written;
    }

    internal static AudioFileException CannotWrite(string path, Exception e) =>
        e as AudioFileException ?? new($"The output file {path} cannot be written: {FileReason.Of(e, path)}.", e);
}
