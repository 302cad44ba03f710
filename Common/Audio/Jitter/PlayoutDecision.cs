namespace Mcu.Common.Audio;

/// <summary>What the listener hears in one tick.</summary>
public enum PlayoutKind
{
    /// <summary>Silence: no stream yet, a pause between talkspurts, or a gap too long to conceal.</summary>
    Nothing,

    /// <summary>Decode the payload and play it.</summary>
    Packet,

    /// <summary>A frame is lost, and the payload is the packet after it: rebuild the frame from that one. It comes again as a
    /// packet.</summary>
    Fec,

    /// <summary>A frame is missing and nothing follows it yet: make one up.</summary>
    Conceal,

    /// <summary>
    /// One frame too many is waiting: decode the payload, ask for the next decision in the same tick, and play both in the time
    /// of one (<see cref="TimeStretch.Shorten"/>).
    /// </summary>
    Accelerate,

    /// <summary>The buffer runs low: play one frame made of what was played last (<see cref="TimeStretch.Lengthen"/>). No
    /// payload.</summary>
    Expand,
}

/// <summary>A jitter buffer's answer for one tick.</summary>
/// <param name="Kind">What to do.</param>
public readonly record struct PlayoutDecision(PlayoutKind Kind)
{
    /// <summary>Bytes written to the payload; 0 where the kind has none.</summary>
    public int Length { get; init; }

    /// <summary>The packet's level in −dBov.</summary>
    public byte Level { get; init; }

    /// <summary>When the packet arrived, in nanoseconds; 0 where the kind has no packet.</summary>
    public long Arrival { get; init; }

    /// <summary>The packet's sequence.</summary>
    public uint Sequence { get; init; }

    /// <summary>Missing frames in a row up to and with this one; 0 where none is missing.</summary>
    public int MissingRun { get; init; }

    /// <summary>Another stream begins with this packet, so the decoder has to forget the one before.</summary>
    public bool IsRestart { get; init; }
}
