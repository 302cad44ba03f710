namespace Mcu.Server.Mixing;

// The blocks that matter in one tick: those of a room's listeners on its talkers. Where one began or ended since the tick before
// while the talker was being heard, it is one that fades. Mixing thread only; it allocates only where the blocks have grown.
internal sealed class BlockList
{
    private TalkerBlock[] _blocks = [];
    private int _count;

    // By rising listener.
    public ReadOnlySpan<TalkerBlock> Blocks => _blocks.AsSpan(0, _count);

    // Collects them, once per tick, after it is known who is heard; whoever has blocked somebody is awake. Costs as many steps as there
    // are blocks.
    public void Collect(MixParticipant[] participants, ReadOnlySpan<MixParticipant> awake)
    {
        _count = 0;
        foreach (MixParticipant listener in awake)
        {
            MixParticipant[] before = listener.AppliedBlocks;
            MixParticipant[] blocks = listener.Blocked;
            listener.AppliedBlocks = blocks;
            bool isSame = ReferenceEquals(before, blocks);
            foreach (MixParticipant blocked in blocks)
            {
                if (IsTalker(blocked, participants))
                {
                    bool begins = !isSame && blocked.WasHeard && !before.Contains(blocked);
                    Add(listener, begins ? Subtraction.Begins(blocked.Index) : Subtraction.Whole(blocked.Index));
                }
            }

            if (!isSame)
            {
                AddEnding(listener, before, blocks, participants);
            }
        }
    }

    private void AddEnding(MixParticipant listener, MixParticipant[] before, MixParticipant[] blocks, MixParticipant[] participants)
    {
        foreach (MixParticipant blocked in before)
        {
            if (IsTalker(blocked, participants) && blocked.WasHeard && !blocks.Contains(blocked))
            {
                Add(listener, Subtraction.Ends(blocked.Index));
            }
        }
    }

    private static bool IsTalker(MixParticipant blocked, MixParticipant[] participants) =>
        blocked.IsHeard && blocked.IsIn(participants);

    private void Add(MixParticipant listener, Subtraction what)
    {
        if (_count == _blocks.Length)
        {
            Array.Resize(ref _blocks, Math.Max(8, 2 * _count));
        }

        _blocks[_count++] = new TalkerBlock(listener.Index, what);
    }
}
