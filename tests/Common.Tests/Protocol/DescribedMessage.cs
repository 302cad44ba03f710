using System.Text.Json;
using Mcu.Common.Protocol;

namespace Mcu.Common.Tests.Protocol;

// A control message from the JSON line that describes it in docs/protocol.md, by the names of the fields that stand there.
internal static class DescribedMessage
{
    public static ControlMessage Of(JsonElement json) => json.GetProperty("type").GetString() switch
    {
        "hello" => new Hello(Id(json), UInt16(json, "min_version"), UInt16(json, "max_version"), Text(json, "software")),
        "welcome" => new Welcome(
            Id(json),
            UInt16(json, "version"),
            Text(json, "software"),
            UInt16(json, "max_datagram_bytes"),
            UInt16(json, "max_room_size")),
        "join" => new Join(Id(json), Text(json, "room"), Text(json, "name")),
        "joined" => new Joined(
            Id(json),
            UInt64(json, "participant_id"),
            Text(json, "room"),
            UInt64(json, "host_id"),
            Roster(json),
            Boolean(json, "more")),
        "leave" => new Leave(Id(json)),
        "mute" => new Mute(Id(json), Boolean(json, "muted")),
        "kick" => new Kick(Id(json), UInt64(json, "participant_id"), Text(json, "reason")),
        "force_mute" => new ForceMute(Id(json), UInt64(json, "participant_id"), Boolean(json, "muted")),
        "block" => new Block(Id(json), UInt64(json, "participant_id"), Boolean(json, "blocked")),
        "ok" => new Ok(Id(json)),
        "error" => new Error(Id(json), (ErrorCode)UInt16(json, "code"), Text(json, "sentence")),
        "roster_part" => new RosterPart(Roster(json), Boolean(json, "more")),
        "participant_joined" => new ParticipantJoined(
            UInt64(json, "participant_id"), Text(json, "name"), (MuteState)UInt16(json, "mute")),
        "participant_left" => new ParticipantLeft(UInt64(json, "participant_id"), (LeaveReason)UInt16(json, "reason")),
        "host_changed" => new HostChanged(UInt64(json, "host_id")),
        "server_shutting_down" => new ServerShuttingDown(Text(json, "reason")),
        "mute_changed" => new MuteChanged(UInt64(json, "participant_id"), (MuteState)UInt16(json, "mute")),
        "talking" => new Talking([.. json.GetProperty("participant_ids").EnumerateArray().Select(id => id.GetUInt64())]),
        string type => throw new InvalidDataException($"docs/protocol.md describes a message {type}, which no test knows."),
        null => throw new InvalidDataException("docs/protocol.md describes a message without a type."),
    };

    private static uint Id(JsonElement json) => json.GetProperty("request_id").GetUInt32();

    private static ushort UInt16(JsonElement json, string field) => json.GetProperty(field).GetUInt16();

    private static ulong UInt64(JsonElement json, string field) => json.GetProperty(field).GetUInt64();

    private static bool Boolean(JsonElement json, string field) => json.GetProperty(field).GetBoolean();

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;

    private static RosterEntry[] Roster(JsonElement json) => [.. json.GetProperty("roster").EnumerateArray().Select(entry =>
        new RosterEntry(entry[0].GetUInt64(), entry[1].GetString()!, (MuteState)entry[2].GetByte()))];
}
