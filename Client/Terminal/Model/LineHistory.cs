using System.Collections.Immutable;

namespace Mcu.Client.Terminal.Model;

// Pure: the lines typed before, oldest first, and which of them stands in the input; Unfinished is what stood there before.
internal sealed record LineHistory
{
    // Arbitrary.
    public const int Capacity = 200;

    private ImmutableList<string> Lines { get; init; } = [];

    // Equal to the count of lines where none of them stands in the input.
    private int Position { get; init; }

    private string Unfinished { get; init; } = "";

    // The same line twice in a row is kept once.
    public LineHistory Add(string line)
    {
        ImmutableList<string> lines = Lines.Count > 0 && Lines[^1] == line ? Lines : Lines.Add(line);
        lines = lines.Count > Capacity ? lines.RemoveAt(0) : lines;
        return new LineHistory { Lines = lines, Position = lines.Count };
    }

    // Current: what stands in the input. The line is null where there is no older one.
    public (LineHistory History, string? Line) Older(string current)
    {
        string unfinished = Position == Lines.Count ? current : Unfinished;
        return Position == 0
            ? (this, null)
            : (this with { Position = Position - 1, Unfinished = unfinished }, Lines[Position - 1]);
    }

    // The line is null where there is no newer one.
    public (LineHistory History, string? Line) Newer() => Position == Lines.Count
        ? (this, null)
        : (this with { Position = Position + 1 }, Position + 1 == Lines.Count ? Unfinished : Lines[Position + 1]);
}
