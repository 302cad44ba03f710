using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mcu.Client.Narration;

// The last JSON line, in the order and by the names that docs/headless.md lists. Times ending in _ns are nanoseconds
// of CLOCK_MONOTONIC, comparable between processes of one machine; null where the thing never happened.
internal sealed record CallReport
{
    public string Event { get; } = "ended";

    public long AtMs { get; init; }

    public required string Name { get; init; }

    public required string Room { get; init; }

    // Everyone who was in the room at any time, oneself included, in the order they came.
    public required IReadOnlyList<string> Participants { get; init; }

    // What carried QUIC, by its name: ngtcp2.
    public required string Transport { get; init; }

    public long PacketsSent { get; init; }

    public long PacketsReceived { get; init; }

    public long PacketsLate { get; init; }

    public long PacketsLost { get; init; }

    public long RebuiltByFec { get; init; }

    public long Concealed { get; init; }

    public double RttMs { get; init; }

    public double JitterMs { get; init; }

    public double BufferDelayMs { get; init; }

    // Of the sound cards; 0 where there is none.
    public long InputOverruns { get; init; }

    public long OutputUnderruns { get; init; }

    public long DurationMs { get; init; }

    public long? JoinedAtNs { get; init; }

    public long? InputStartedNs { get; init; }

    public required string Ended { get; init; }

    public ulong EndCode { get; init; }

    public string EndReason { get; init; } = "";

    public string ToJson() => JsonSerializer.Serialize(this, CallReportContext.Readable.CallReport);
}

[JsonSerializable(typeof(CallReport))]
internal sealed partial class CallReportContext : JsonSerializerContext
{
    // Names are people's: letters of every script stay as they are. The line is for programs, not for web pages.
    public static CallReportContext Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
