using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace Mcu.Server.Metrics;

// Sends metrics to a collector, and says once in the log where that fails: the library itself tells nobody. Thread: the library's.
internal sealed class CollectorExporter(OtlpExporterOptions options, ILogger log) : OtlpMetricExporter(options)
{
    private readonly Uri _endpoint = options.Endpoint;
    private bool _wasTold;

    public override ExportResult Export(in Batch<Metric> metrics)
    {
        ExportResult result = base.Export(metrics);
        if (result == ExportResult.Failure && !_wasTold)
        {
            _wasTold = true;
            MetricsLog.NotDelivered(log, _endpoint);
        }

        return result;
    }
}
