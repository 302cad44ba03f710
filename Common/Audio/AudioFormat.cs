namespace Mcu.Common.Audio;

/// <summary>The one sound format of the program: 48 kHz, mono, 32-bit float from −1 to 1, in frames of 20 ms.</summary>
public static class AudioFormat
{
    /// <summary>Samples per second.</summary>
    public const int SampleRate = 48_000;

    /// <summary>Channels; all sound is mono.</summary>
    public const int Channels = 1;

    /// <summary>Samples in one frame.</summary>
    public const int FrameSamples = 960;

    /// <summary>What one frame lasts, in nanoseconds.</summary>
    public const long FrameDuration = 20 * MonotonicClock.Millisecond;

    /// <summary>Frames in one second.</summary>
    public const int FramesPerSecond = SampleRate / FrameSamples;

    /// <summary>Samples to nanoseconds, rounded down; exact for whole frames.</summary>
    public static long ToNanoseconds(long samples) => samples * 62_500 / 3;
}
