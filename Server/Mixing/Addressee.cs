namespace Mcu.Server.Mixing;

// Where an outlet finds a listener without a look at its sink, which a thousand listeners' ticks would have to fetch from memory.
// `Target` and `Lane` are the outlet's own, and say nothing to anyone else.
internal readonly record struct Addressee(object? Target, int Lane)
{
    public bool IsKnown => Target is not null;
}
