using Mcu.Server.Metrics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mcu.Server.Tests.Metrics;

// What only a collector can show is in EndToEnd.Tests.
public class MetricsExportTests
{
    // Of this process; no other test sends metrics.
    [Fact]
    public void A_wrong_variable_is_answered_with_a_sentence()
    {
        const string Headers = "OTEL_EXPORTER_OTLP_HEADERS";
        string? before = Environment.GetEnvironmentVariable(Headers);
        Environment.SetEnvironmentVariable(Headers, "no header");
        try
        {
            string message = Assert.Throws<MetricsException>(() =>
                new MetricsExport(new Uri("http://127.0.0.1:4318"), TimeSpan.FromMinutes(1), NullLogger.Instance)).Message;
            Assert.StartsWith("Metrics cannot be sent as the OTEL_EXPORTER_OTLP_ variables", message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Headers, before);
        }
    }
}
