namespace Mcu.Common.Opus;

/// <summary>Which of Opus' layers coded a packet (RFC 6716 §3.1, table 2).</summary>
public enum OpusMode
{
    /// <summary>Linear prediction: speech, up to wideband.</summary>
    Silk,

    /// <summary>SILK below 8 kHz, CELT above.</summary>
    Hybrid,

    /// <summary>Transform coding: music, and low delay. Carries no FEC.</summary>
    Celt,
}

/// <summary>How much of the spectrum a packet holds (RFC 6716 §2, table 1).</summary>
public enum OpusBandwidth
{
    /// <summary>4 kHz.</summary>
    Narrowband,

    /// <summary>6 kHz.</summary>
    Mediumband,

    /// <summary>8 kHz.</summary>
    Wideband,

    /// <summary>12 kHz.</summary>
    SuperWideband,

    /// <summary>20 kHz.</summary>
    Fullband,
}

/// <summary>What an Opus packet's first bytes tell, read without decoding it (RFC 6716 §3). Pure; takes any bytes.</summary>
/// <param name="Mode">The layers that coded it.</param>
/// <param name="Bandwidth">How much of the spectrum it holds.</param>
/// <param name="IsStereo">Whether two channels were coded.</param>
/// <param name="FrameCount">Opus frames in the packet, 1 to 48; not our 20 ms frames.</param>
/// <param name="Samples">What the whole packet lasts, in samples at 48 kHz.</param>
/// <param name="FirstFrameOffset">Where the first Opus frame begins, in bytes.</param>
/// <param name="FirstFrameLength">Its length in bytes; 0 or 1 where nothing was transmitted (DTX).</param>
public readonly record struct OpusPacket(
    OpusMode Mode,
    OpusBandwidth Bandwidth,
    bool IsStereo,
    int FrameCount,
    int Samples,
    int FirstFrameOffset,
    int FirstFrameLength)
{
    private const int MaxFrameBytes = OpusDefaults.MaxPacketBytes;
    private const int MaxSamples = 5760; // 120 ms, rule R5

    /// <summary>Reads a packet's shape, by every rule of RFC 6716 §3.4.</summary>
    /// <returns>False where the bytes are no Opus packet.</returns>
    public static bool TryParse(ReadOnlySpan<byte> packet, out OpusPacket shape)
    {
        shape = default;
        if (packet.IsEmpty)
        {
            return false; // R1
        }

        int config = packet[0] >> 3;
        OpusMode mode = config < 12 ? OpusMode.Silk : config < 16 ? OpusMode.Hybrid : OpusMode.Celt;
        if (!TryParseFrames(packet, out int count, out int offset, out int length))
        {
            return false;
        }

        int samples = count * SamplesPerFrame(config);
        if (length > MaxFrameBytes || samples > MaxSamples)
        {
            return false; // R2, R5
        }

        shape = new OpusPacket(mode, BandwidthOf(config), (packet[0] & 0x04) != 0, count, samples, offset, length);
        return true;
    }

    /// <summary>
    /// Whether a packet carries a copy of the frame before it (LBRR). The flag is one of the first bits of a SILK frame, which
    /// the range coder leaves in plain sight (RFC 6716 §4.2.3).
    /// </summary>
    public static bool HasFec(ReadOnlySpan<byte> packet)
    {
        if (!TryParse(packet, out OpusPacket shape) || shape.Mode == OpusMode.Celt || shape.FirstFrameLength == 0)
        {
            return false;
        }

        // One voice activity bit for each SILK frame of 20 ms, then the flag; for stereo the same again for the side channel.
        int flags = packet[shape.FirstFrameOffset];
        int silkFrames = Math.Max(1, shape.Samples / shape.FrameCount / OpusDefaults.FrameSamples);
        bool middle = ((flags >> (7 - silkFrames)) & 1) != 0;
        bool side = shape.IsStereo && ((flags >> (6 - (2 * silkFrames))) & 1) != 0;
        return middle || side;
    }

    private static int SamplesPerFrame(int config) => config switch
    {
        < 12 => (config & 3) switch { 0 => 480, 1 => 960, 2 => 1920, _ => 2880 },
        < 16 => (config & 1) == 0 ? 480 : 960,
        _ => 120 << (config & 3),
    };

    private static OpusBandwidth BandwidthOf(int config) => config switch
    {
        < 4 => OpusBandwidth.Narrowband,
        < 8 => OpusBandwidth.Mediumband,
        < 12 => OpusBandwidth.Wideband,
        < 14 => OpusBandwidth.SuperWideband,
        < 16 => OpusBandwidth.Fullband,
        < 20 => OpusBandwidth.Narrowband,
        < 24 => OpusBandwidth.Wideband,
        < 28 => OpusBandwidth.SuperWideband,
        _ => OpusBandwidth.Fullband,
    };

    private static bool TryParseFrames(ReadOnlySpan<byte> packet, out int count, out int offset, out int length)
    {
        count = (packet[0] & 3) switch { 0 => 1, 1 or 2 => 2, _ => 0 };
        offset = 1;
        length = packet.Length - 1;
        switch (packet[0] & 3)
        {
            case 0:
                return true;
            case 1: // two frames of one size, R3
                length /= 2;
                return (packet.Length & 1) == 1;
            case 2: // two frames, the first one's length is told, R4
                return TryReadLength(packet, ref offset, out length)
                    && length <= packet.Length - offset && packet.Length - offset - length <= MaxFrameBytes;
            default:
                return TryParseManyFrames(packet, out count, out offset, out length);
        }
    }

    // Code 3 (RFC 6716 §3.2.5): a count byte, padding at the end, then frames of one size or with lengths in front, R6 and R7.
    private static bool TryParseManyFrames(ReadOnlySpan<byte> packet, out int count, out int offset, out int length)
    {
        count = 0;
        offset = 2;
        length = 0;
        if (packet.Length < 2)
        {
            return false;
        }

        count = packet[1] & 0x3F;
        int end = packet.Length;
        if ((packet[1] & 0x40) != 0)
        {
            byte padding;
            do
            {
                if (offset >= end)
                {
                    return false;
                }

                padding = packet[offset++];
                end -= padding == 255 ? 254 : padding;
            }
            while (padding == 255);
        }

        if (count == 0 || end < offset)
        {
            return false;
        }

        if ((packet[1] & 0x80) == 0)
        {
            length = (end - offset) / count;
            return length * count == end - offset;
        }

        int told = 0;
        for (int i = 0; i < count - 1; i++)
        {
            if (!TryReadLength(packet[..end], ref offset, out int size))
            {
                return false;
            }

            length = i == 0 ? size : length;
            told += size;
        }

        int last = end - offset - told;
        length = count == 1 ? last : length;
        return last >= 0 && last <= MaxFrameBytes;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> packet, ref int offset, out int length)
    {
        length = 0;
        if (offset >= packet.Length)
        {
            return false;
        }

        length = packet[offset++];
        if (length < 252)
        {
            return true;
        }

        if (offset >= packet.Length)
        {
            return false;
        }

        length += 4 * packet[offset++];
        return true;
    }
}
