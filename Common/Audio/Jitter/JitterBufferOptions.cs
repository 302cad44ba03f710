namespace Mcu.Common.Audio;

/// <summary>How deep a jitter buffer may be. All in nanoseconds. Checked once, when the buffer is made.</summary>
public readonly record struct JitterBufferOptions()
{
    /// <summary>
    /// The least delay asked for. With the wait for the tick, 0 to 20 ms, 10 ms make 20 ms on average, which is one frame.
    /// </summary>
    public long MinimumDelay { get; init; } = 10 * MonotonicClock.Millisecond;

    /// <summary>The delay of a stream that nothing is known of yet.</summary>
    public long StartDelay { get; init; } = 40 * MonotonicClock.Millisecond;

    /// <summary>The hard cap: packets that would wait longer are dropped. At most 200 ms.</summary>
    public long MaximumDelay { get; init; } = 200 * MonotonicClock.Millisecond;

    /// <summary>Bytes of the largest packet taken; each buffer holds 16 of them.</summary>
    public int MaxPayloadBytes { get; init; } = 1275;

    /// <summary>
    /// Level from which a frame is quiet enough to be dropped or doubled unheard: 10 dB over the default voice threshold's level.
    /// </summary>
    public byte QuietLevel { get; init; } = 45;

    // Fixed depth: the target stays at StartDelay. For tests that look for the best depth of a trace.
    internal bool IsFixed { get; init; }
}
