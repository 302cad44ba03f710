namespace Mcu.Server.Mixing;

// Hears who is being heard in a room.
internal interface ITalkerObserver
{
    // Everyone who talks and is not muted, 200 at most, in the order in which they came; each change once, 200 ms after the last
    // one at least. Called on the mixing thread: it must not block. The list is the callee's to keep. Blocks change nothing here,
    // for the blocked one must not learn of them.
    void TalkersChanged(IReadOnlyList<ulong> talkers);
}
