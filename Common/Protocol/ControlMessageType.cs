namespace Mcu.Common.Protocol;

/// <summary>
/// The first element of every control message. The number alone tells what kind of message it is: requests 0x01–0x3f, answers
/// 0x40–0x5f, events 0x60–0x7f. Within those, blocks are set aside for what comes later:
/// <list type="bullet">
/// <item>
/// requests: 0x01–0x0f session and room, 0x10–0x1f mute, force-mute, kick and block, 0x20–0x2f text chat,
/// 0x30–0x3f calls;
/// </item>
/// <item>answers: 0x40–0x4f session and room, 0x50–0x5f everything else;</item>
/// <item>events: 0x60–0x6f session and room, 0x70–0x77 moderation and talking, 0x78–0x7f text chat and calls.</item>
/// </list>
/// </summary>
public enum ControlMessageType : ushort
{
    /// <summary><see cref="Protocol.Hello"/>, a request.</summary>
    Hello = 0x01,

    /// <summary><see cref="Protocol.Join"/>, a request.</summary>
    Join = 0x02,

    /// <summary><see cref="Protocol.Leave"/>, a request.</summary>
    Leave = 0x03,

    /// <summary><see cref="Protocol.Mute"/>, a request.</summary>
    Mute = 0x10,

    /// <summary><see cref="Protocol.Kick"/>, a request.</summary>
    Kick = 0x11,

    /// <summary><see cref="Protocol.ForceMute"/>, a request.</summary>
    ForceMute = 0x12,

    /// <summary><see cref="Protocol.Block"/>, a request.</summary>
    Block = 0x13,

    /// <summary><see cref="Protocol.Error"/>, an answer.</summary>
    Error = 0x40,

    /// <summary><see cref="Protocol.Ok"/>, an answer.</summary>
    Ok = 0x41,

    /// <summary><see cref="Protocol.Welcome"/>, an answer.</summary>
    Welcome = 0x42,

    /// <summary><see cref="Protocol.Joined"/>, an answer.</summary>
    Joined = 0x43,

    /// <summary><see cref="Protocol.RosterPart"/>, an event.</summary>
    RosterPart = 0x60,

    /// <summary><see cref="Protocol.ParticipantJoined"/>, an event.</summary>
    ParticipantJoined = 0x61,

    /// <summary><see cref="Protocol.ParticipantLeft"/>, an event.</summary>
    ParticipantLeft = 0x62,

    /// <summary><see cref="Protocol.HostChanged"/>, an event.</summary>
    HostChanged = 0x63,

    /// <summary><see cref="Protocol.ServerShuttingDown"/>, an event.</summary>
    ServerShuttingDown = 0x64,

    /// <summary><see cref="Protocol.MuteChanged"/>, an event.</summary>
    MuteChanged = 0x70,

    /// <summary><see cref="Protocol.Talking"/>, an event.</summary>
    Talking = 0x71,
}
