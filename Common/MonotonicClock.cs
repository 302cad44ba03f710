using System.Diagnostics;

namespace Mcu.Common;

/// <summary>
/// The one clock of the program. Everything pure takes <c>now</c> as a parameter, a count of nanoseconds that never goes
/// back; only the thin code at the edge (a thread, a timer) reads it here.
/// </summary>
public static class MonotonicClock
{
    /// <summary>Nanoseconds in a millisecond.</summary>
    public const long Millisecond = 1_000_000;

    /// <summary>Nanoseconds in a second.</summary>
    public const long Second = 1_000_000_000;

    /// <summary>Nanoseconds since an arbitrary start, the same start for the whole process.</summary>
    public static long Now => TimeProvider.System.GetTimestamp() * (Second / Stopwatch.Frequency);
}
