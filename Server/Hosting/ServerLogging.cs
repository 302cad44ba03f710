using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Mcu.Server.Hosting;

// Logs go to standard error, one line each; standard output is for the lines that scripts read.
internal static class ServerLogging
{
    public static ILoggerFactory Create(LogLevel least) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(least)
        .AddSimpleConsole(format =>
        {
            format.SingleLine = true;
            format.UseUtcTimestamp = true;
            format.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            format.ColorBehavior = Console.IsErrorRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
        })
        .AddConsole(console =>
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            // Where nobody reads standard error, lines are lost and counted; sessions and mixing must not wait for a terminal.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        }));
}
