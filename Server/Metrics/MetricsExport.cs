using System.Security.Cryptography;
using Mcu.Common;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Mcu.Server.Metrics;

// Delivers the server's metrics, and those of the .NET runtime, to a collector in OTLP over HTTP (protobuf), every so often, on a
// thread of its own. A collector that is away is tried again at the next turn; nothing is kept for it, since counters go on.
// Made only where metrics are wanted: the library is not even loaded without. Ownership: disposing it delivers once more.
internal sealed class MetricsExport : IDisposable
{
    // Where OTLP over HTTP has metrics below an endpoint (the OpenTelemetry protocol's specification, "OTLP/HTTP Request").
    private const string MetricsPath = "v1/metrics";

    // .NET's own: collections, memory, threads, processor time.
    private const string RuntimeMeter = "System.Runtime";

    // How long a collector may take to answer.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    // How long it may take when the server ends, which does not wait for it longer.
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    private readonly MeterProvider _provider;

    // `endpoint` is the collector's: http://127.0.0.1:4318 for instance. What to send beside, and as whom, OpenTelemetry's variables
    // may say: OTEL_EXPORTER_OTLP_HEADERS, OTEL_RESOURCE_ATTRIBUTES, OTEL_SERVICE_NAME. Throws MetricsException where those are wrong.
    public MetricsExport(Uri endpoint, TimeSpan interval, ILogger log)
    {
        var options = new OtlpExporterOptions
        {
            Endpoint = PathBelow(endpoint),
            Protocol = OtlpExportProtocol.HttpProtobuf,
            TimeoutMilliseconds = (int)s_patience.TotalMilliseconds,
        };
        try
        {
            _provider = Build(options, interval, log);
        }
        catch (Exception mistake) when (mistake is ArgumentException or FormatException or IOException or CryptographicException)
        {
            // The endpoint was checked, so it is one of the variables.
            throw new MetricsException(
                $"Metrics cannot be sent as the OTEL_EXPORTER_OTLP_ variables of the environment have it: {mistake.Message}", mistake);
        }

        MetricsLog.Delivering(log, options.Endpoint, (int)interval.TotalSeconds);
    }

    public void Dispose()
    {
        // Its thread is one that ends with the process, whatever a collector that does not answer keeps it waiting for.
        _provider.Shutdown((int)s_farewell.TotalMilliseconds);
        _provider.Dispose();
    }

    private static MeterProvider Build(OtlpExporterOptions options, TimeSpan interval, ILogger log) =>
        Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty()
                .AddService("mcu-server", serviceVersion: ProgramVersion.Number)
                .AddTelemetrySdk()
                .AddEnvironmentVariableDetector())
            .AddMeter(ServerMeter.Name, RuntimeMeter)
            .AddReader(new PeriodicExportingMetricReader(
                new CollectorExporter(options, log), (int)interval.TotalMilliseconds, (int)s_patience.TotalMilliseconds))
            .Build();

    private static Uri PathBelow(Uri endpoint) => new($"{endpoint.AbsoluteUri.TrimEnd('/')}/{MetricsPath}");
}
