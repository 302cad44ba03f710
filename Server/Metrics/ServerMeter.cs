using System.Diagnostics.Metrics;
using Mcu.Common;

namespace Mcu.Server.Metrics;

// The server's figures as .NET publishes them (System.Diagnostics.Metrics), for dotnet-counters, an exporter, or nobody, and then
// they cost nothing: all but the durations are counted anyway, and only read when somebody collects. docs/metrics.md lists them.
// Ownership: owns the meter; durations are no longer told after its end. Traffic is in .Traffic.
internal sealed partial class ServerMeter : IDisposable
{
    public const string Name = "mcu.server";

    // Seconds. Around what a tick may take and how late it may be: a frame is 20 ms.
    private static readonly double[] s_tickBuckets =
        [0.0001, 0.00025, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.25, 1];

    // Seconds. Around what a jitter buffer and the wait for the tick add: median 25 ms, p99 45 ms are asked for.
    private static readonly double[] s_delayBuckets =
        [0.001, 0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.045, 0.05, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5, 1];

    private readonly MeterSources _sources;

    public ServerMeter(MeterSources sources)
    {
        _sources = sources;
        Meter = new Meter(Name, ProgramVersion.Number);
        sources.Scheduler.TickTime.Observer = Duration(
            "mcu.tick.duration", s_tickBuckets, "How long a room's tick took, the handing over of its packets included");
        sources.Scheduler.Lateness.Observer = Duration(
            "mcu.tick.lateness", s_tickBuckets, "How long after its time a room's tick began");
        sources.Mixing.AddedDelay.Observer = Duration(
            "mcu.delay", s_delayBuckets, "What the server added, from a packet's arrival to its sending, mixed or forwarded");
        AddMixing();
        AddPeople();
        AddTraffic();
    }

    public Meter Meter { get; }

    public void Dispose()
    {
        _sources.Scheduler.TickTime.Observer = null;
        _sources.Scheduler.Lateness.Observer = null;
        _sources.Mixing.AddedDelay.Observer = null;
        Meter.Dispose();
    }

    private void AddMixing()
    {
        Count("mcu.tick.skipped", "{tick}", "Ticks left out because the machine stalled", () => _sources.Scheduler.Skipped);
        Count("mcu.tick.failed", "{tick}", "Ticks ended by an error; the log says which", () => _sources.Scheduler.Faults);
        Count("mcu.encodes", "{frame}", "Frames encoded for listeners", () => _sources.Mixing.Encodes);
        Count("mcu.decodes", "{frame}", "Frames of talkers decoded, rebuilt or made up", () => _sources.Mixing.Decodes);
        Count(
            "mcu.forwards", "{packet}", "Packets passed on as they came, neither decoded nor encoded",
            () => _sources.Mixing.Forwards);
        Level(
            "mcu.mix_classes", "{class}", "Mix classes of all rooms: listeners who hear the same share one encoder",
            () => _sources.Mixing.MixClasses);
        Meter.CreateObservableGauge(
            "mcu.overload", () => _sources.Scheduler.OverloadStep, "{step}",
            "How far the mixing thread that has the most to do has lowered what it does, 0 to 6; 0 is not at all");
        Count(
            "mcu.overload.entered", "{time}", "How often a mixing thread had more to mix than time",
            () => _sources.Mixing.Overloads);
    }

    private void AddPeople()
    {
        Level("mcu.rooms", "{room}", "Rooms that have somebody in them", () => _sources.Rooms());
        Level(
            "mcu.rooms.asleep", "{room}", "Rooms of them in which nothing is to be done until somebody speaks",
            () => _sources.Scheduler.Parked);
        Level("mcu.participants", "{participant}", "People in rooms", () => _sources.Participants());
        Level("mcu.connections", "{connection}", "Connections past their handshake, in a room or not", () => _sources.Connections());
    }

    private DurationInstrument Duration(string name, double[] buckets, string meaning) => new(Meter.CreateHistogram(
        name, "s", meaning, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets }));

    private void Count(string name, string unit, string meaning, Func<long> read) =>
        Meter.CreateObservableCounter(name, read, unit, meaning);

    private void Level(string name, string unit, string meaning, Func<long> read) =>
        Meter.CreateObservableUpDownCounter(name, read, unit, meaning);
}
