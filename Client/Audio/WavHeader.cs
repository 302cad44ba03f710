using System.Buffers.Binary;

namespace Mcu.Client.Audio;

// Reads a RIFF/WAVE header (Microsoft's "Multimedia Programming Interface and Data Specifications", 1991, and the
// WAVE_FORMAT_EXTENSIBLE structure) up to the first sample. Nothing is allocated by a length that the file names: chunks that
// are not needed are skipped, and every length is held against what the file really has.
internal readonly record struct WavHeader(WavFormat Format, long DataOffset, long DataLength)
{
    private const ushort TagPcm = 1;
    private const ushort TagFloat = 3;
    private const ushort TagExtensible = 0xFFFE;

    // The end of every sub-format GUID that stands for a plain format tag: xxxx0000-0000-0010-8000-00AA00389B71.
    private static ReadOnlySpan<byte> SubFormatTail => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    // Stream: seekable, at its beginning. DataLength is whole blocks that are really there.
    public static WavHeader Read(Stream stream, string name)
    {
        Span<byte> head = stackalloc byte[12];
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head[8..].SequenceEqual("WAVE"u8)
            || !head[..4].SequenceEqual("RIFF"u8))
        {
            throw NotWav(name, head);
        }

        WavFormat? format = null;
        Span<byte> chunk = stackalloc byte[8];
        for (int chunks = 0; chunks < WavLimits.MaxChunks; chunks++)
        {
            if (stream.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false) < chunk.Length)
            {
                throw Bad(name, format is null ? "ends before its format chunk" : "ends before its sound (no data chunk)");
            }

            uint size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            long start = stream.Position;
            if (chunk[..4].SequenceEqual("data"u8))
            {
                return WithData(name, format ?? throw Bad(name, "has its sound before its format"), start, size, stream.Length);
            }

            if (chunk[..4].SequenceEqual("fmt "u8))
            {
                format = ReadFormat(stream, name, size);
            }

            // Chunks are padded to even lengths; one that claims more than there is ends with the file.
            stream.Position = Math.Min(start + size + (size & 1), stream.Length);
        }

        throw Bad(name, $"has more than {WavLimits.MaxChunks} chunks before its sound");
    }

    private static WavHeader WithData(string name, WavFormat format, long start, uint size, long fileLength)
    {
        // A recorder that was killed, or wrote into a pipe, leaves 0 or all ones: then the sound goes on to the file's end.
        long there = Math.Max(0, fileLength - start);
        long length = size is 0 or uint.MaxValue ? there : Math.Min(size, there);
        length -= length % format.BlockSize;
        return length > 0 ? new WavHeader(format, start, length) : throw Bad(name, "holds no sound (0 samples)");
    }

    private static WavFormat ReadFormat(Stream stream, string name, uint size)
    {
        if (size is < 16 or > WavLimits.MaxFormatChunk)
        {
            throw Bad(name, $"has a format chunk of {size} bytes; allowed are 16 to {WavLimits.MaxFormatChunk}");
        }

        Span<byte> bytes = stackalloc byte[40];
        bytes = bytes[..(int)Math.Min(size, (uint)bytes.Length)];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Bad(name, "ends within its format chunk");
        }

        ushort tag = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        int blockSize = BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]);
        if (tag == TagExtensible)
        {
            tag = ReadSubFormat(bytes, name, bits);
        }

        WavEncoding encoding = (tag, bits) switch
        {
            (TagPcm, 16) => WavEncoding.Pcm16,
            (TagPcm, 24) => WavEncoding.Pcm24,
            (TagFloat, 32) => WavEncoding.Float32,
            _ => throw Bad(name, $"holds {Describe(tag, bits)}; allowed is {WavLimits.AllowedEncodings}"),
        };
        if (channels is < 1 or > WavLimits.MaxChannels)
        {
            throw Bad(name, $"has {channels} channels; allowed are 1 (mono) and 2 (stereo)");
        }

        if (rate is < WavLimits.MinRate or > WavLimits.MaxRate)
        {
            throw Bad(name, $"has {rate} samples per second; allowed are {WavLimits.MinRate} to {WavLimits.MaxRate}");
        }

        var format = new WavFormat(encoding, (int)rate, channels);
        return blockSize == format.BlockSize
            ? format
            : throw Bad(name, $"says that {channels} × {bits} bits take {blockSize} bytes; they take {format.BlockSize}");
    }

    private static ushort ReadSubFormat(ReadOnlySpan<byte> bytes, string name, int bits)
    {
        if (bytes.Length < 40 || BinaryPrimitives.ReadUInt16LittleEndian(bytes[16..]) < 22)
        {
            throw Bad(name, $"has an extensible format chunk of {bytes.Length} bytes; it takes 40");
        }

        // Fewer valid bits than the container's stand at its upper end, so they need no care; 0 means all.
        int validBits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]);
        if (validBits > bits)
        {
            throw Bad(name, $"says that {validBits} of {bits} bits are valid");
        }

        return bytes[26..40].SequenceEqual(SubFormatTail)
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[24..])
            : throw Bad(name, $"has the sub-format {new Guid(bytes[24..40])}; allowed is {WavLimits.AllowedEncodings}");
    }

    private static string Describe(ushort tag, int bits) => tag switch
    {
        TagPcm => $"{bits}-bit PCM",
        TagFloat => $"{bits}-bit float",
        2 => "ADPCM (format 2)",
        6 => "A-law (format 6)",
        7 => "µ-law (format 7)",
        0x55 => "MP3 (format 85)",
        _ => $"samples of format {tag}",
    };

    private static AudioFileException NotWav(string name, ReadOnlySpan<byte> head)
    {
        string what = head[..4].SequenceEqual("RIFX"u8) ? "big-endian RIFX"
            : head[..4].SequenceEqual("RF64"u8) ? "RF64, a WAV of more than 4 GB"
            : head[..4].SequenceEqual("RIFF"u8) ? "RIFF, but not WAVE"
            : head[..4].SequenceEqual("OggS"u8) ? "Ogg"
            : head[..4].SequenceEqual("fLaC"u8) ? "FLAC"
            : head[..3].SequenceEqual("ID3"u8) ? "MP3"
            : "no RIFF/WAVE header";
        return new AudioFileException(
            $"{name} is not a WAV file: found {what}; allowed is RIFF/WAVE with {WavLimits.AllowedEncodings}.");
    }

    private static AudioFileException Bad(string name, string what) => new($"The WAV file {name} {what}.");
}
