namespace Mcu.Common.Voice;

/// <summary>What a voice sender tells about the packet it has just made: everything the datagram's header needs.</summary>
/// <param name="Sequence">One more for every packet; wraps.</param>
/// <param name="Timestamp">Of the first sample, at 48 kHz; runs on through silence; wraps.</param>
/// <param name="StartsTalkspurt">Whether the frame before this one was not sent.</param>
/// <param name="Level">In −dBov.</param>
/// <param name="Length">Bytes of the payload.</param>
public readonly record struct VoicePacket(uint Sequence, uint Timestamp, bool StartsTalkspurt, byte Level, int Length);
