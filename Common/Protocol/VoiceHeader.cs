using System.Buffers.Binary;

namespace Mcu.Common.Protocol;

/// <summary>
/// What stands before the Opus packet in a voice datagram: 10 bytes, big-endian, the same in both directions. Pure; neither
/// reading nor writing allocates.
/// </summary>
/// <param name="TalkspurtStart">
/// The first packet after silence, or the first of all: a moment to adjust the playout delay.
/// </param>
/// <param name="Voice">Whether the frame holds speech (RFC 6464's V); true from a sender that does not know.</param>
/// <param name="Level">How loud the frame is, in −dBov (RFC 6464): 0 the loudest, 127 silence.</param>
/// <param name="Sequence">Counts packets, and only packets that were sent: a gap is loss. Wraps at 2^32.</param>
/// <param name="Timestamp">Counts samples at 48 kHz, silence included: first sample of the frame. Wraps at 2^32.</param>
public readonly record struct VoiceHeader(bool TalkspurtStart, bool Voice, byte Level, uint Sequence, uint Timestamp)
{
    /// <summary>Bytes of the header.</summary>
    public const int Size = 10;

    /// <summary>Bytes of the smallest datagram: the header and an Opus packet of one byte.</summary>
    public const int MinDatagramBytes = Size + 1;

    /// <summary>
    /// The version of the header, in the two highest bits of the first byte. Not 0, so that a run of zeros is no datagram.
    /// </summary>
    public const int Version = 1;

    /// <summary>The level of silence.</summary>
    public const byte MaxLevel = 127;

    private const int VersionShift = 6;
    private const byte TalkspurtStartBit = 0x20;
    private const byte VoiceBit = 0x80;

    /// <summary>Reads a datagram. Flags that are not known are passed over.</summary>
    /// <param name="datagram">Everything that arrived.</param>
    /// <param name="header">Its header.</param>
    /// <param name="payload">The Opus packet, a part of <paramref name="datagram"/>; not looked into.</param>
    /// <returns>
    /// False where it must be dropped and counted: another version, or a packet that has not 1 to
    /// <see cref="ProtocolLimits.MaxPacketBytes"/> bytes.
    /// </returns>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out VoiceHeader header, out ReadOnlySpan<byte> payload)
    {
        if (datagram.Length is < MinDatagramBytes or > ProtocolLimits.MaxDatagramBytes || datagram[0] >> VersionShift != Version)
        {
            header = default;
            payload = default;
            return false;
        }

        header = new VoiceHeader(
            (datagram[0] & TalkspurtStartBit) != 0,
            (datagram[1] & VoiceBit) != 0,
            (byte)(datagram[1] & MaxLevel),
            BinaryPrimitives.ReadUInt32BigEndian(datagram[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(datagram[6..]));
        payload = datagram[Size..];
        return true;
    }

    /// <summary>Writes the header and the packet.</summary>
    /// <param name="destination">Room for both.</param>
    /// <param name="payload">The Opus packet, 1 to <see cref="ProtocolLimits.MaxPacketBytes"/> bytes.</param>
    /// <returns>Bytes written: <see cref="Size"/> and the packet's length.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The packet is empty or too large.</exception>
    /// <exception cref="ArgumentException">The destination is too small.</exception>
    public int Write(Span<byte> destination, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfZero(payload.Length, nameof(payload));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, ProtocolLimits.MaxPacketBytes, nameof(payload));
        payload.CopyTo(destination[Size..]);
        WriteTo(destination);
        return Size + payload.Length;
    }

    /// <summary>
    /// Writes the header alone, before a packet that was encoded in place. A level above 127 is written as 127.
    /// </summary>
    /// <param name="destination">At least <see cref="Size"/> bytes; the packet follows.</param>
    public void WriteTo(Span<byte> destination)
    {
        destination[0] = (byte)((Version << VersionShift) | (TalkspurtStart ? TalkspurtStartBit : 0));
        destination[1] = (byte)((Voice ? VoiceBit : 0) | Math.Min(Level, MaxLevel));
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..], Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(destination[6..], Timestamp);
    }

    /// <summary>
    /// Gives a datagram other numbers, in place; its level, its voice bit and its packet stay. What is sent to many differs in
    /// nothing else.
    /// </summary>
    /// <param name="datagram">At least <see cref="Size"/> bytes that begin with a header.</param>
    /// <param name="talkspurtStart">See <see cref="TalkspurtStart"/>.</param>
    /// <param name="sequence">See <see cref="Sequence"/>.</param>
    /// <param name="timestamp">See <see cref="Timestamp"/>.</param>
    public static void Renumber(Span<byte> datagram, bool talkspurtStart, uint sequence, uint timestamp)
    {
        datagram[0] = (byte)((datagram[0] & ~TalkspurtStartBit) | (talkspurtStart ? TalkspurtStartBit : 0));
        BinaryPrimitives.WriteUInt32BigEndian(datagram[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[6..], timestamp);
    }
}
