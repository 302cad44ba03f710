namespace Mcu.Common.Protocol;

// How messages and their fields are named in errors: as docs/protocol.md has them, not as C# does.
internal static class FieldName
{
    public static string Of(ControlMessageType type, string field) => $"{Of(type)}.{field}";

    public static string Of(ControlMessageType type) => type switch
    {
        ControlMessageType.Hello => "hello",
        ControlMessageType.Join => "join",
        ControlMessageType.Leave => "leave",
        ControlMessageType.Mute => "mute",
        ControlMessageType.Kick => "kick",
        ControlMessageType.ForceMute => "force_mute",
        ControlMessageType.Block => "block",
        ControlMessageType.Error => "error",
        ControlMessageType.Ok => "ok",
        ControlMessageType.Welcome => "welcome",
        ControlMessageType.Joined => "joined",
        ControlMessageType.RosterPart => "roster_part",
        ControlMessageType.ParticipantJoined => "participant_joined",
        ControlMessageType.ParticipantLeft => "participant_left",
        ControlMessageType.HostChanged => "host_changed",
        ControlMessageType.ServerShuttingDown => "server_shutting_down",
        ControlMessageType.MuteChanged => "mute_changed",
        ControlMessageType.Talking => "talking",
        _ => $"message 0x{(ushort)type:x2}",
    };
}
