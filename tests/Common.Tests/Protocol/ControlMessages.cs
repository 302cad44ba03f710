using Mcu.Common.Protocol;

namespace Mcu.Common.Tests.Protocol;

// One message of every type, and the longest of each, for tests that must see them all.
internal static class ControlMessages
{
    public static IReadOnlyList<ControlMessage> Usual { get; } =
    [
        new Hello(1, 1, 1, "mcu-client/0.1.0"),
        new Welcome(1, 1, "mcu-server/0.1.0", 1010, 64),
        new Join(2, "lobby", "Zoë"),
        new Joined(2, 300, "lobby", 7, [new RosterEntry(7, "Ada", MuteState.Host), new RosterEntry(300, "Zoë")], false),
        new RosterPart([new RosterEntry(512, "Grace"), new RosterEntry(70_000, "")], true),
        new Leave(3),
        new Ok(3),
        new Mute(4, true),
        new Kick(5, 300, "too loud"),
        new ForceMute(6, 300, false),
        new Block(7, ulong.MaxValue, true),
        new Error(0, ErrorCode.UnknownMessage, "What?"),
        new ParticipantJoined(ulong.MaxValue, "日本", MuteState.Self),
        new ParticipantLeft(301, LeaveReason.ConnectionLost),
        new HostChanged(300),
        new ServerShuttingDown(""),
        new MuteChanged(300, MuteState.Self | MuteState.Host),
        new Talking([7, 300]),
    ];

    public static IReadOnlyList<ControlMessage> Longest { get; } =
    [
        new Hello(uint.MaxValue, ushort.MaxValue, ushort.MaxValue, Text(ProtocolLimits.MaxSoftwareBytes)),
        new Welcome(
            uint.MaxValue, ushort.MaxValue, Text(ProtocolLimits.MaxSoftwareBytes), ushort.MaxValue, ProtocolLimits.MaxRoomSize),
        new Join(uint.MaxValue, Text(ProtocolLimits.MaxRoomBytes), Text(ProtocolLimits.MaxNameBytes)),
        new Joined(
            uint.MaxValue,
            ulong.MaxValue,
            Text(ProtocolLimits.MaxRoomBytes),
            ulong.MaxValue,
            Roster(ProtocolLimits.MaxRosterPart),
            true),
        new RosterPart(Roster(ProtocolLimits.MaxRosterPart), true),
        new Error(uint.MaxValue, (ErrorCode)ushort.MaxValue, Text(ProtocolLimits.MaxReasonBytes)),
        new ParticipantJoined(ulong.MaxValue, Text(ProtocolLimits.MaxNameBytes)),
        new ParticipantLeft(ulong.MaxValue, (LeaveReason)ushort.MaxValue),
        new Kick(uint.MaxValue, ulong.MaxValue, Text(ProtocolLimits.MaxKickReasonBytes)),
        new Talking([.. Enumerable.Repeat(ulong.MaxValue, ProtocolLimits.MaxTalkers)]),
        new ServerShuttingDown(Text(ProtocolLimits.MaxReasonBytes)),
    ];

    // People with the longest names and the longest ids there are.
    public static RosterEntry[] Roster(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new RosterEntry(ulong.MaxValue - (ulong)i, Text(ProtocolLimits.MaxNameBytes)))];

    // That many bytes of text in characters of 4 bytes each.
    public static string Text(int bytes) => string.Concat(Enumerable.Repeat("𝄞", bytes / 4));
}
