using Mcu.Common.Opus;

namespace Mcu.Server.Mixing;

// What is lowered, and in which order, where there is more to mix than time: first the encoders' complexity, which few hear, then
// how many are heard at once in a room, the softest left out. docs/server.md tells the same.
internal static class OverloadStep
{
    // Nothing is lowered.
    public const int None = 0;

    private static readonly MixEffort[] s_efforts =
    [
        MixEffort.Full,
        MixEffort.Full with { Complexity = Math.Min(3, OpusDefaults.Complexity) },
        MixEffort.Full with { Complexity = Math.Min(1, OpusDefaults.Complexity) },
        MixEffort.Full with { Complexity = 0 },
        new MixEffort(0, 8),
        new MixEffort(0, 4),
        new MixEffort(0, 2),
    ];

    // Beyond this there is nothing left to lower.
    public static int Last => s_efforts.Length - 1;

    public static MixEffort EffortOf(int step) => s_efforts[step];
}
