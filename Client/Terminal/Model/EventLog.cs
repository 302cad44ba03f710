using System.Collections.Immutable;

namespace Mcu.Client.Terminal.Model;

// What happened, oldest first; the oldest are forgotten beyond Capacity. Immutable.
internal sealed record EventLog(int Capacity)
{
    private ImmutableList<EventLine> Lines { get; init; } = [];

    public int Count => Lines.Count;

    public EventLine this[int index] => Lines[index];

    public EventLog Add(EventLine line)
    {
        ImmutableList<EventLine> lines = Lines.Count < Capacity ? Lines : Lines.RemoveAt(0);
        return this with { Lines = lines.Add(line) };
    }
}
