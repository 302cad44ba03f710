namespace Mcu.Server.Mixing;

// One mix class of a tick: listeners who were on the same stream, or on none, and are to hear the same.
internal struct MixGroup(MixStream? from, in PlannedMix mix, int next)
{
    // The stream they were on.
    public readonly MixStream? From = from;

    // What each of them hears.
    public readonly PlannedMix Mix = mix;

    // The next group that was on the same stream; −1 after the last.
    public readonly int Next = next;

    public int Listeners;

    // The stream they are on from now on; set before the tick's groups are settled.
    public MixStream To = null!;
}
