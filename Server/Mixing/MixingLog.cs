using Microsoft.Extensions.Logging;

namespace Mcu.Server.Mixing;

// What mixing logs; nothing of it per packet or tick, unless something failed.
internal static partial class MixingLog
{
    public const string Category = "mcu.mixing";

    [LoggerMessage(1, LogLevel.Error, "a tick failed, the room goes on (logged once a second; ticks_failed counts all)")]
    public static partial void TickFailed(ILogger log, Exception failure);
}
