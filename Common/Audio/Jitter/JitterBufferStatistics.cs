namespace Mcu.Common.Audio;

/// <summary>What a jitter buffer has seen and done since it was made, by the names of WebRTC's NetEQ.</summary>
public readonly record struct JitterBufferStatistics
{
    /// <summary>Packets received, each once.</summary>
    public long Received { get; init; }

    /// <summary>Packets that came after their turn and were of no use.</summary>
    public long Late { get; init; }

    /// <summary>Packets that never came, seen by a gap in the sequence.</summary>
    public long Lost { get; init; }

    /// <summary>Packets received again.</summary>
    public long Duplicates { get; init; }

    /// <summary>Packets dropped because more waited than the hard cap allows.</summary>
    public long Overflow { get; init; }

    /// <summary>Packets refused: too long, empty, or out of all sequence.</summary>
    public long Refused { get; init; }

    /// <summary>Frames rebuilt from the packet after them ("secondary decoded").</summary>
    public long FecRebuilt { get; init; }

    /// <summary>Frames made up ("expanded" for lack of a packet).</summary>
    public long Concealed { get; init; }

    /// <summary>Frames taken out to shorten the delay.</summary>
    public long Accelerated { get; init; }

    /// <summary>Frames put in to lengthen the delay ("preemptive expand").</summary>
    public long Expanded { get; init; }

    /// <summary>Gaps of 150 ms and more.</summary>
    public long Interruptions { get; init; }

    /// <summary>Streams that began anew: a restarted sender, or a jump.</summary>
    public long Restarts { get; init; }

    /// <summary>How long frames wait between their expected arrival and playout, smoothed, in milliseconds.</summary>
    public double BufferDelayMs { get; init; }

    /// <summary>The delay aimed at, in milliseconds.</summary>
    public double TargetDelayMs { get; init; }

    /// <summary>Interarrival jitter, RFC 3550 §6.4.1, in milliseconds.</summary>
    public double JitterMs { get; init; }
}
