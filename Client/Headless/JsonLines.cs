using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mcu.Client.Headless;

// The JSON lines of a run, field by field in the order in which docs/headless.md has them. AtMs is milliseconds of the clock that
// the report's times are of.
internal abstract record JsonEvent([property: JsonPropertyOrder(-2)] string Event, [property: JsonPropertyOrder(-1)] long AtMs);

internal sealed record JoinedLine(long AtMs, string Room, ulong Id, string Name, ulong? Host, JsonParticipant[] Participants)
    : JsonEvent("joined", AtMs);

internal sealed record CameLine(long AtMs, ulong Id, string Name, bool SelfMuted, bool ForceMuted) : JsonEvent("came", AtMs);

internal sealed record LeftLine(long AtMs, ulong Id, string Name, string Reason) : JsonEvent("left", AtMs);

internal sealed record HostChangedLine(long AtMs, ulong Id, string Name, bool You) : JsonEvent("host_changed", AtMs);

internal sealed record MuteChangedLine(long AtMs, ulong Id, string Name, bool SelfMuted, bool ForceMuted, bool You)
    : JsonEvent("mute_changed", AtMs);

internal sealed record TalkingLine(long AtMs, JsonPerson[] Participants) : JsonEvent("talking", AtMs);

internal sealed record NoticeLine(long AtMs, string Code, string Sentence) : JsonEvent("notice", AtMs);

internal sealed record WarningLine(long AtMs, string Sentence) : JsonEvent("warning", AtMs);

internal sealed record ShuttingDownLine(long AtMs, string Reason) : JsonEvent("shutting_down", AtMs);

internal sealed record JsonPerson(ulong Id, string Name);

internal sealed record JsonParticipant(
    ulong Id, string Name, bool Host, bool Talking, bool SelfMuted, bool ForceMuted, bool Blocked, bool You);

internal sealed record JsonCommand(
    string Name,
    string[] Aliases,
    string Usage,
    string Help,
    bool HostOnly,
    bool NeedsSoundCard);

// What does not belong to a command is left out.
internal sealed record AnswerLine(string? Answer, long Line, long AtMs, bool Ok)
{
    // Null where the line was no command, and the only null that is written.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonPropertyOrder(-1)]
    public string? Answer { get; init; } = Answer;

    public string? Code { get; init; }

    public string? Sentence { get; init; }

    public ulong? Id { get; init; }

    public string? Name { get; init; }

    public bool? SelfMuted { get; init; }

    public bool? ForceMuted { get; init; }

    public JsonParticipant[]? Participants { get; init; }

    public JsonCommand[]? Commands { get; init; }
}

[JsonSerializable(typeof(JoinedLine))]
[JsonSerializable(typeof(CameLine))]
[JsonSerializable(typeof(LeftLine))]
[JsonSerializable(typeof(HostChangedLine))]
[JsonSerializable(typeof(MuteChangedLine))]
[JsonSerializable(typeof(TalkingLine))]
[JsonSerializable(typeof(NoticeLine))]
[JsonSerializable(typeof(WarningLine))]
[JsonSerializable(typeof(ShuttingDownLine))]
[JsonSerializable(typeof(AnswerLine))]
internal sealed partial class JsonLineContext : JsonSerializerContext
{
    // Names are people's: letters of every script stay as they are. The lines are for programs, not for web pages.
    public static JsonLineContext Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
