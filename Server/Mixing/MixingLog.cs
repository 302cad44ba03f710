using System.Globalization;
using Mcu.Common;
using Microsoft.Extensions.Logging;

namespace Mcu.Server.Mixing;

// What mixing logs; nothing of it per packet or tick, unless something failed.
internal static partial class MixingLog
{
    public const string Category = "mcu.mixing";

    [LoggerMessage(1, LogLevel.Error, "a tick failed, the room goes on (logged once a second; ticks_failed counts all)")]
    public static partial void TickFailed(ILogger log, Exception failure);

    // Once when it begins and once when it is over, on each mixing thread.
    public static void EffortChanged(ILogger log, in OverloadChange change)
    {
        double percent = Math.Round(100 * change.Share);
        string effort = Describe(change.Effort);
        if (change.IsOverloaded)
        {
            EffortLowered(log, percent, change.Skipped, effort);
        }
        else
        {
            EffortRestored(log, (double)change.Duration / MonotonicClock.Second, effort, percent);
        }
    }

    [LoggerMessage(2, LogLevel.Warning,
        "there is more to mix than time: {Percent} % of the last second went into ticks, {Skipped} ticks were left out; "
        + "lowered to {Effort}, and further where that is not enough")]
    private static partial void EffortLowered(ILogger log, double percent, long skipped, string effort);

    [LoggerMessage(3, LogLevel.Information,
        "there is time again to mix everything: after {Seconds:0.0} s, in which it was lowered to {Effort} at the least; "
        + "{Percent} % of the last second went into ticks")]
    private static partial void EffortRestored(ILogger log, double seconds, string effort, double percent);

    private static string Describe(MixEffort effort) =>
        effort.MaxTalkers == int.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"complexity {effort.Complexity}")
            : string.Create(CultureInfo.InvariantCulture, $"complexity {effort.Complexity} and {effort.MaxTalkers} talkers in a room");
}
