using Mcu.Common.Audio;

namespace Mcu.Common.Voice;

/// <summary>What a voice receiver tells about the frame it has just made.</summary>
/// <param name="Kind">How the frame came about.</param>
/// <param name="Level">The sender's level in −dBov; that of the last packet where there is none.</param>
/// <param name="Arrival">
/// When the frame's packet arrived, in nanoseconds; 0 where it was made up. The frame is heard up to 15 ms later than its tick
/// where time-stretching has left something over.
/// </param>
/// <param name="Sequence">The packet's sequence.</param>
public readonly record struct VoiceFrame(PlayoutKind Kind, byte Level, long Arrival, uint Sequence)
{
    /// <summary>Whether the frame is silence because its packet was too soft to be decoded.</summary>
    public bool IsPassedOver { get; init; }

    /// <summary>Whether the frame was decoded from a packet of its own.</summary>
    public bool IsReceived => Arrival != 0 && Kind != PlayoutKind.Fec;
}
