namespace Mcu.Server.Mixing;

// Says, for one tick, who hears whom. Today every listener has a stream of its own that holds all talkers but the listener;
// whatever decides otherwise (streams that listeners share, blocks, gains) goes here and nowhere else. Pure; reused every tick,
// and it allocates only where a room has grown.
internal sealed class MixPlan
{
    private PlannedMix[] _mixes = [];
    private int _count;

    // The streams to encode this tick. Listeners who hear nobody have none.
    public ReadOnlySpan<PlannedMix> Mixes => _mixes.AsSpan(0, _count);

    // Plans a tick. Participants are known by their index, 0 to participants−1; talkers are indexes in rising order.
    public void Build(int participants, ReadOnlySpan<int> talkers)
    {
        if (_mixes.Length < participants)
        {
            _mixes = new PlannedMix[participants];
        }

        _count = 0;
        if (talkers.IsEmpty)
        {
            return;
        }

        int next = 0;
        for (int listener = 0; listener < participants; listener++)
        {
            bool talks = next < talkers.Length && talkers[next] == listener;
            if (talks)
            {
                next++;
            }

            // Who talks alone hears nobody.
            if (!talks || talkers.Length > 1)
            {
                _mixes[_count++] = new PlannedMix(listener, talks ? listener : PlannedMix.Nobody);
            }
        }
    }
}

// One stream of this tick: the sum of all talkers without one of them (or without `Nobody`), for one listener.
internal readonly record struct PlannedMix(int Listener, int Without)
{
    public const int Nobody = -1;
}
