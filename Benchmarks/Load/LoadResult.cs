using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mcu.Benchmarks.Load;

// The line that a run prints; docs/benchmarks.md says what each field means. Null: not known, as all of a server's own figures are
// that was not started here. Names are stable.
internal sealed record LoadResult
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new RoundedNumber() },
    };

    public required string Scenario { get; init; }

    public required string? Transport { get; init; }

    public required int Participants { get; init; }

    public required int Rooms { get; init; }

    public required int Talkers { get; init; }

    public required int EmptyRooms { get; init; }

    public required double Seconds { get; init; }

    public required double? ServerCpu { get; init; }

    public required double GeneratorCpu { get; init; }

    public required double? RssMb { get; init; }

    public required double? RssPerParticipantKb { get; init; }

    [JsonPropertyName("tick_lateness_ms_p50")]
    public required double? TickLatenessP50 { get; init; }

    [JsonPropertyName("tick_lateness_ms_p99")]
    public required double? TickLatenessP99 { get; init; }

    [JsonPropertyName("tick_lateness_ms_p999")]
    public required double? TickLatenessP999 { get; init; }

    [JsonPropertyName("tick_ms_p50")]
    public required double? TickP50 { get; init; }

    [JsonPropertyName("tick_ms_p99")]
    public required double? TickP99 { get; init; }

    public required double? TicksSkipped { get; init; }

    public required double? Overloads { get; init; }

    [JsonPropertyName("delay_ms_p50")]
    public required double? DelayP50 { get; init; }

    [JsonPropertyName("delay_ms_p99")]
    public required double? DelayP99 { get; init; }

    public required double? DatagramsSent { get; init; }

    public required long DatagramsReceived { get; init; }

    public required double DatagramsLost { get; init; }

    public required long UplinkSent { get; init; }

    public required double? UplinkReceived { get; init; }

    public required double? ServerSocketDrops { get; init; }

    public required long GeneratorSocketDrops { get; init; }

    public required double? ListenerPpsMin { get; init; }

    public required double? ListenerPpsMean { get; init; }

    public required double? ListenerPpsMax { get; init; }

    public required double? EncodesPerSecond { get; init; }

    public required double? DecodesPerSecond { get; init; }

    public required double? ForwardsPerSecond { get; init; }

    public required double? MixClassesMax { get; init; }

    public required double EncodeUs { get; init; }

    public required double DecodeUs { get; init; }

    public required double? LibopusRatio { get; init; }

    [JsonPropertyName("generator_lateness_ms_p99")]
    public required double? GeneratorLatenessP99 { get; init; }

    public required int ParticipantsGone { get; init; }

    // Of a ramp: the most people (or calls) at which the server was on time, and every step.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? RampReached { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RampStep>? RampSteps { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    // Three places are more than any of it is good for.
    private sealed class RoundedNumber : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
            writer.WriteNumberValue((decimal)Math.Round(value, 3));
    }
}
