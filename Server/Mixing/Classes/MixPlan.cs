namespace Mcu.Server.Mixing;

// Says, for one tick, who hears whom: every listener all talkers but itself and those it has blocked. Whatever decides otherwise
// (gains) goes here and nowhere else. Pure; reused every tick, and it allocates only where a room or its blocks have grown.
internal sealed class MixPlan
{
    private PlannedMix[] _mixes = [];
    private Subtraction[] _subtractions = [];
    private int _count;
    private int _subtractionCount;

    // One per listener, in their order.
    public ReadOnlySpan<PlannedMix> Mixes => _mixes.AsSpan(0, _count);

    // Whether nobody hears anybody.
    public bool IsSilent { get; private set; } = true;

    // What a mix holds less than the sum of all talkers, by rising talker.
    public ReadOnlySpan<Subtraction> Without(in PlannedMix mix) => _subtractions.AsSpan(mix.First, mix.Count);

    // Whether two listeners of this tick hear the same.
    public bool AreSame(in PlannedMix one, in PlannedMix other) =>
        one.Hash == other.Hash && one.IsSilent == other.IsSilent && Without(one).SequenceEqual(Without(other));

    // Plans a tick. Participants are known by their index, 0 to participants−1; talkers are indexes in rising order; blocks name
    // talkers, each once per listener and never the listener, by rising listener.
    public void Build(int participants, ReadOnlySpan<int> talkers, ReadOnlySpan<TalkerBlock> blocks)
    {
        if (_mixes.Length < participants)
        {
            _mixes = new PlannedMix[participants];
        }

        if (_subtractions.Length < talkers.Length + blocks.Length)
        {
            _subtractions = new Subtraction[2 * (talkers.Length + blocks.Length)];
        }

        _count = participants;
        _subtractionCount = 0;
        IsSilent = true;
        for (int listener = 0, talker = 0; listener < participants; listener++)
        {
            int first = _subtractionCount;
            int unheard = 0;
            if (talker < talkers.Length && talkers[talker] == listener)
            {
                talker++;
                unheard++;
                _subtractions[_subtractionCount++] = Subtraction.Whole(listener);
            }

            for (; !blocks.IsEmpty && blocks[0].Listener == listener; blocks = blocks[1..])
            {
                unheard += blocks[0].What.IsWhole ? 1 : 0;
                _subtractions[_subtractionCount++] = blocks[0].What;
            }

            // Who talks alone, or has blocked all who talk, hears nobody.
            _mixes[listener] = unheard < talkers.Length ? Heard(listener, first) : PlannedMix.Silent(listener);
        }
    }

    private PlannedMix Heard(int listener, int first)
    {
        IsSilent = false;
        int count = _subtractionCount - first;
        if (count == 0)
        {
            return new PlannedMix(listener, 0, 0, 0, false);
        }

        Span<Subtraction> without = _subtractions.AsSpan(first, count);
        without.Sort();
        var hash = new HashCode();
        foreach (Subtraction subtraction in without)
        {
            hash.Add(subtraction);
        }

        return new PlannedMix(listener, first, count, hash.ToHashCode(), false);
    }
}

// What one listener hears in this tick: the sum of all talkers without a run of the plan's subtractions; or nobody. Who is taken
// out, and with which share, is the key of its mix class.
internal readonly record struct PlannedMix(int Listener, int First, int Count, int Hash, bool IsSilent)
{
    public static PlannedMix Silent(int listener) => new(listener, 0, 0, 0, true);
}

// A talker that one listener does not hear.
internal readonly record struct TalkerBlock(int Listener, Subtraction What);

// A talker that is taken out of a mix: all of it, or with a share that goes from one value to another within the frame, so that
// nothing clicks where a block begins or ends. By talker where they are sorted.
internal readonly record struct Subtraction(int Talker, float From, float To) : IComparable<Subtraction>
{
    public bool IsWhole => From == 1 && To == 1;

    public static Subtraction Whole(int talker) => new(talker, 1, 1);

    public static Subtraction Begins(int talker) => new(talker, 0, 1);

    public static Subtraction Ends(int talker) => new(talker, 1, 0);

    public int CompareTo(Subtraction other) => Talker.CompareTo(other.Talker);
}
