namespace Mcu.Server.Mixing;

// Says, for one tick, who hears whom. Today every listener has a stream of its own that holds all talkers but the listener and
// those it has blocked; whatever decides otherwise (streams that listeners share, gains) goes here and nowhere else. Pure; reused
// every tick, and it allocates only where a room or its blocks have grown.
internal sealed class MixPlan
{
    private PlannedMix[] _mixes = [];
    private Subtraction[] _subtractions = [];
    private int _count;
    private int _subtractionCount;

    // The streams to encode this tick, by rising listener. Listeners who hear nobody have none.
    public ReadOnlySpan<PlannedMix> Mixes => _mixes.AsSpan(0, _count);

    // What one of those streams holds less than the sum of all talkers.
    public ReadOnlySpan<Subtraction> Without(in PlannedMix mix) => _subtractions.AsSpan(mix.First, mix.Count);

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

        _count = 0;
        _subtractionCount = 0;
        for (int listener = 0, talker = 0; listener < participants && !talkers.IsEmpty; listener++)
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
            if (unheard < talkers.Length)
            {
                _mixes[_count++] = new PlannedMix(listener, first, _subtractionCount - first);
            }
        }
    }
}

// One stream of this tick, for one listener: the sum of all talkers without a run of the plan's subtractions.
internal readonly record struct PlannedMix(int Listener, int First, int Count);

// A talker that one listener does not hear.
internal readonly record struct TalkerBlock(int Listener, Subtraction What);

// A talker that is taken out of a mix: all of it, or with a share that goes from one value to another within the frame, so that
// nothing clicks where a block begins or ends.
internal readonly record struct Subtraction(int Talker, float From, float To)
{
    public bool IsWhole => From == 1 && To == 1;

    public static Subtraction Whole(int talker) => new(talker, 1, 1);

    public static Subtraction Begins(int talker) => new(talker, 0, 1);

    public static Subtraction Ends(int talker) => new(talker, 1, 0);
}
