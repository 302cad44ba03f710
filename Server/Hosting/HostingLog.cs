using Microsoft.Extensions.Logging;

namespace Mcu.Server.Hosting;

// What the program logs of itself, at its start.
internal static partial class HostingLog
{
    public const string Category = "mcu.hosting";

    [LoggerMessage(1, LogLevel.Information, "QUIC by {Transport}")]
    public static partial void Carried(ILogger log, string transport);
}
