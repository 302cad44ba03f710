using Mcu.Common.Addressing;
using Microsoft.Extensions.Logging;

namespace Mcu.Client.Narration;

// What a run writes to its log file. Nothing here is called per frame.
internal static partial class ClientLog
{
    [LoggerMessage(1, LogLevel.Information, "Connecting to {Server} by {Transport}, with {Codec}")]
    public static partial void Connecting(ILogger logger, ServerAddress server, string transport, string codec);

    [LoggerMessage(2, LogLevel.Information, "{Line}")]
    public static partial void Told(ILogger logger, string line);

    [LoggerMessage(3, LogLevel.Error, "{Sentence}")]
    public static partial void Failed(ILogger logger, string sentence);

    [LoggerMessage(4, LogLevel.Information, "QUIC by {Transport}")]
    public static partial void Carried(ILogger logger, string transport);
}
