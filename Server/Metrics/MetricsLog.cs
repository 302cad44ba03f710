using Microsoft.Extensions.Logging;

namespace Mcu.Server.Metrics;

// What the delivery of metrics logs.
internal static partial class MetricsLog
{
    public const string Category = "mcu.metrics";

    [LoggerMessage(1, LogLevel.Information, "metrics go to {Endpoint} every {Seconds} s")]
    public static partial void Delivering(ILogger log, Uri endpoint, int seconds);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "no metrics could be delivered to {Endpoint}, which must take OTLP over HTTP; this goes on being tried, and is not said again")]
    public static partial void NotDelivered(ILogger log, Uri endpoint);
}
