namespace Mcu.Common.Protocol;

/// <summary>
/// Every limit of the protocol, each with its reason. They hold in both directions: a decoder refuses what is beyond them
/// before it keeps any of it, and an encoder never writes it.
/// </summary>
public static class ProtocolLimits
{
    /// <summary>
    /// Bytes of the largest control frame, its 4-byte length not counted. Arbitrary: one page of roster, and nothing
    /// larger.
    /// </summary>
    public const int MaxFrameBytes = 65_536;

    /// <summary>Bytes of a participant's name: 64 characters of at most 4 bytes.</summary>
    public const int MaxNameBytes = 4 * 64;

    /// <summary>Bytes of a room's name: 128 characters of at most 4 bytes.</summary>
    public const int MaxRoomBytes = 4 * 128;

    /// <summary>
    /// Bytes of a sentence for people, in an error, an event or a close: what a QUIC close frame carries without trouble.
    /// </summary>
    public const int MaxReasonBytes = 256;

    /// <summary>Bytes of the reason for a kick: with a name and a few words about it, it must fit a close's reason.</summary>
    public const int MaxKickReasonBytes = 128;

    /// <summary>Bytes of a software's name and version; arbitrary.</summary>
    public const int MaxSoftwareBytes = 64;

    /// <summary>
    /// People in one part of a roster. One of them takes at most 271 bytes (array header 1, id 9, name 3 + 256, mute 2), so 200
    /// take 54,200: a frame holds them, and 56 bytes more for each where a later version says more about them.
    /// </summary>
    public const int MaxRosterPart = 200;

    /// <summary>
    /// People who are said to be heard at once. Arbitrary: nobody tells so many voices apart; a server leaves the rest out.
    /// </summary>
    public const int MaxTalkers = 200;

    /// <summary>
    /// People in one room, as the protocol counts them; servers set lower limits. Arbitrary, so that a roster is bounded.
    /// </summary>
    public const int MaxRoomSize = 65_535;

    /// <summary>
    /// Bytes of the largest Opus packet. A UDP payload of 1200 bytes less QUIC's short header (1 + 20 + 4), its tag (16) and the
    /// DATAGRAM frame's head (3) leaves 1156; less our header, 1146. 1,000 leaves room for an acknowledgement beside it, and
    /// is 400 kb/s, more than Opus needs for speech or music.
    /// </summary>
    public const int MaxPacketBytes = 1_000;

    /// <summary>Bytes of the largest voice datagram: our header and the largest packet.</summary>
    public const int MaxDatagramBytes = VoiceHeader.Size + MaxPacketBytes;

    /// <summary>
    /// How long after the end of the handshake the first join may be answered with success at the latest. Arbitrary: a
    /// path with 750 ms round trip and losses manages, and idle strangers cost no more than that.
    /// </summary>
    public static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(10);
}
