using Mcu.Common.Transport.Backends;

namespace Mcu.Benchmarks.Cycles;

// What was asked for, checked: see CyclesCommand for what each means.
internal sealed record CyclesOptions
{
    public TransportPreference Transport { get; init; } = TransportPreference.Auto;

    public int Count { get; init; } = 10_000;

    // At once.
    public int Parallel { get; init; } = 8;

    // Of a hundred cycles, those that end without a word.
    public int DropPercent { get; init; }

    // Further flags for the server.
    public IReadOnlyList<string> ServerFlags { get; init; } = [];

    // Whether that cycle ends without a word: they are spread evenly.
    public bool IsDropped(int cycle) => (long)(cycle + 1) * DropPercent / 100 > (long)cycle * DropPercent / 100;
}
