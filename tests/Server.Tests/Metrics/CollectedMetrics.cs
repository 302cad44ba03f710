using System.Diagnostics.Metrics;

namespace Mcu.Server.Tests.Metrics;

// What one meter publishes and says, as any collector would have it.
internal sealed class CollectedMetrics : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, double> _latest = [];
    private readonly Dictionary<string, SortedDictionary<string, List<string>>> _attributes = [];

    public CollectedMetrics(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                Instruments.Add(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public List<Instrument> Instruments { get; } = [];

    // Asks every instrument that answers only then.
    public void Collect() => _listener.RecordObservableInstruments();

    // The newest value, of `mcu.datagrams in taken` for instance; 0 where there was none.
    public double this[string series] => _latest.GetValueOrDefault(series);

    // "`direction`: `in`, `out`; `outcome`: `taken`": in the order of their first measurement.
    public string AttributesOf(string instrument) => !_attributes.TryGetValue(instrument, out var attributes)
        ? ""
        : string.Join("; ", attributes.Select(one => $"`{one.Key}`: {string.Join(", ", one.Value.Select(value => $"`{value}`"))}"));

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string series = instrument.Name;
        foreach ((string key, object? tag) in tags)
        {
            series += $" {tag}";
            if (!_attributes.TryGetValue(instrument.Name, out var attributes))
            {
                _attributes[instrument.Name] = attributes = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
            }

            if (!attributes.TryGetValue(key, out List<string>? values))
            {
                attributes[key] = values = [];
            }

            if (!values.Contains($"{tag}"))
            {
                values.Add($"{tag}");
            }
        }

        _latest[series] = value;
    }
}
