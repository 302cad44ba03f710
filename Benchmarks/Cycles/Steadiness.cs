using Mcu.Benchmarks.Load;

namespace Mcu.Benchmarks.Cycles;

// Both processes after so many cycles.
internal sealed record CyclesReading(int Cycles, Footprint Server, Footprint Clients);

// Whether what both processes occupy is level. Pure.
internal static class Steadiness
{
    // Null where there were too few cycles to tell.
    public static bool? Of(IReadOnlyList<CyclesReading> readings) => readings[^1].Cycles < CyclesLimits.LeastToTell
        ? null
        : IsLevel(readings[0].Server, readings[^1].Server) && IsLevel(readings[0].Clients, readings[^1].Clients);

    private static bool IsLevel(Footprint first, Footprint last) =>
        last.ResidentBytes - first.ResidentBytes <= CyclesLimits.RisenBytes
        && last.Handles - first.Handles <= CyclesLimits.RisenHandles
        && last.Threads - first.Threads <= CyclesLimits.RisenThreads;
}
