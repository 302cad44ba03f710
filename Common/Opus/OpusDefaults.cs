namespace Mcu.Common.Opus;

/// <summary>Every default and limit of the codec, each with its reason.</summary>
public static class OpusDefaults
{
    /// <summary>Samples per second; what Opus works in, and every sound card takes.</summary>
    public const int SampleRate = 48_000;

    /// <summary>Voice is mono.</summary>
    public const int Channels = 1;

    /// <summary>Samples in one frame: 20 ms, the frame length that Opus is best tuned for (RFC 6716 §2.1.4).</summary>
    public const int FrameSamples = 960;

    /// <summary>Bytes of the largest packet that holds one frame (RFC 6716 §3.2.1).</summary>
    public const int MaxPacketBytes = 1275;

    /// <summary>
    /// Bits per second. Fullband speech is at its best from 28 to 40 kb/s (RFC 6716 §2.1.1), and below 36 kb/s libopus sends no
    /// FEC at complexity 5, silently.
    /// </summary>
    public const int Bitrate = 36_000;

    /// <summary>The least bitrate that is taken: below it Opus has no mode for speech (RFC 6716 §2.1.1).</summary>
    public const int MinBitrate = 6_000;

    /// <summary>The most bitrate that is taken; what Opus can use for one channel in 20 ms.</summary>
    public const int MaxBitrate = 510_000;

    /// <summary>0 to 10; 5 costs half of 10, and few hear the difference in speech.</summary>
    public const int Complexity = 5;

    /// <summary>Expected loss in per cent where nothing was measured; less, and libopus sends no FEC.</summary>
    public const int MinExpectedLoss = 5;

    /// <summary>More, and FEC takes so many bits that the frames themselves suffer.</summary>
    public const int MaxExpectedLoss = 20;
}
