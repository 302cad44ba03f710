using System.Text.Json;

namespace Mcu.Benchmarks.Cycles;

// The line that a run prints; docs/benchmarks.md says what each field means. Names are stable.
internal sealed record CyclesResult
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required string Transport { get; init; }

    public required string Library { get; init; }

    public required int Cycles { get; init; }

    public required int Failed { get; init; }

    public required int Dropped { get; init; }

    public required int Parallel { get; init; }

    public required double Seconds { get; init; }

    public required IReadOnlyList<CyclesReading> Readings { get; init; }

    public required bool? Level { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, s_json);
}
