using System.Diagnostics.Metrics;
using Mcu.Testing;

namespace Mcu.Server.Tests.Metrics;

// That docs/metrics.md lists what is published, no less and no more.
public sealed class MetricsDocumentTests : IDisposable
{
    private readonly MeterFixture _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public void The_table_is_what_the_meter_publishes()
    {
        using var collected = new CollectedMetrics(_server.Meter.Meter);
        collected.Collect();

        string[] published = [.. collected.Instruments.Select(instrument =>
            $"| `{instrument.Name}` | {KindOf(instrument)} | `{instrument.Unit}` | {instrument.Description} "
            + $"| {collected.AttributesOf(instrument.Name)} |".Replace("|  |", "| |", StringComparison.Ordinal))];
        string[] documented = [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "metrics.md"))
            .SkipWhile(line => line != "## Names")
            .TakeWhile(line => line != "## Outcomes")
            .Where(line => line.StartsWith("| `mcu.", StringComparison.Ordinal))];

        Assert.Equal(published.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    // A reader of a graph sees the name and the unit alone.
    [Fact]
    public void Every_instrument_has_a_unit_and_says_what_it_is()
    {
        using var collected = new CollectedMetrics(_server.Meter.Meter);

        Assert.All(collected.Instruments, instrument =>
        {
            Assert.Matches(@"^(s|\{[a-z]+\})$", instrument.Unit);
            Assert.Matches(@"^[A-Z].*[^.]$", instrument.Description);
        });
        Assert.Equal(collected.Instruments.Count, collected.Instruments.Select(instrument => instrument.Name).Distinct().Count());
    }

    private static string KindOf(Instrument instrument) => instrument switch
    {
        Histogram<double> => "histogram",
        ObservableCounter<long> => "counter",
        ObservableUpDownCounter<long> => "up-down counter",
        ObservableGauge<int> => "gauge",
        _ => instrument.GetType().Name,
    };
}
