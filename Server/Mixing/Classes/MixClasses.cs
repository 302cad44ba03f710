using System.Runtime.InteropServices;

namespace Mcu.Server.Mixing;

// Who shares a stream. Every tick it groups the listeners by the stream they were on and by what they are to hear, so that all of
// a group have heard the same and go on hearing the same. The largest group of a stream keeps it; each other one gets a stream that
// begins where the old one is. None of that can be heard, nor that streams which have held the same for a while become one.
// Mixing thread only; it allocates only where there are more listeners or streams than ever before.
internal sealed class MixClasses(MixStreamPool pool)
{
    public const int None = -1;

    private readonly List<MixStream> _streams = [];
    private readonly List<MixStream> _left = [];
    private MixGroup[] _groups = [];
    private int[] _groupOf = [];
    private int[] _newcomers = [];
    private int _groupCount;
    private int _newcomerCount;
    private int _firstOutOfSilence;

    // The streams of this tick, each to be encoded once.
    public ReadOnlySpan<MixStream> Streams => CollectionsMarshal.AsSpan(_streams);

    // Begins a tick: every listener who hears somebody, or did until just now, is on a stream then, and all others on none.
    public void Assign(Span<Seat> seats, MixPlan plan)
    {
        if (plan.IsSilent && _streams.Count == 0)
        {
            // As in every room of two: nobody is on a stream, and nobody needs one.
            return;
        }

        Begin(seats.Length);
        foreach (ref readonly PlannedMix mix in plan.Mixes)
        {
            ref readonly Seat seat = ref seats[mix.Listener];
            _groupOf[mix.Listener] = seat.IsAway ? None : GroupOf(seat, mix, plan);
        }

        foreach (int newcomer in _newcomers.AsSpan(0, _newcomerCount))
        {
            _groupOf[newcomer] = GroupOfNewcomer(plan.Mixes[newcomer], plan);
        }

        Span<MixGroup> groups = _groups.AsSpan(0, _groupCount);
        Settle(groups);
        MixTwins.Join(groups, plan);
        LeaveUnused();
        foreach (ref readonly MixGroup group in groups)
        {
            group.To.Hold(group.Mix);
        }

        for (int i = 0; i < seats.Length; i++)
        {
            MixStream? stream = _groupOf[i] == None ? null : groups[_groupOf[i]].To;
            if (seats[i].Stream != stream)
            {
                seats[i].Stream = stream;
            }
        }
    }

    // Ends it, after all streams were encoded and sent: those that nobody is on any more were needed until now, for what begins
    // where they ended.
    public void End()
    {
        foreach (MixStream stream in _streams)
        {
            stream.Advance();
        }

        foreach (MixStream stream in _left)
        {
            pool.Return(stream);
        }

        _left.Clear();
    }

    // Gives everything back.
    public void Clear()
    {
        _left.AddRange(_streams);
        _streams.Clear();
        End();
    }

    private void Begin(int listeners)
    {
        if (_groupOf.Length < listeners)
        {
            _groups = new MixGroup[listeners];
            _groupOf = new int[listeners];
            _newcomers = new int[listeners];
        }

        foreach (MixStream stream in _streams)
        {
            stream.FirstGroup = None;
            stream.Keeper = None;
        }

        _firstOutOfSilence = None;
        _groupCount = 0;
        _newcomerCount = 0;
    }

    private int GroupOf(in Seat seat, in PlannedMix mix, MixPlan plan)
    {
        MixStream? from = seat.Stream;
        if (mix.IsSilent && (from is null || from.Tail == MixStream.TailFrames))
        {
            return None;
        }

        if (from is null && !seat.Numbers.HasSent)
        {
            _newcomers[_newcomerCount++] = mix.Listener;
            return None;
        }

        return AddTo(from, mix, plan);
    }

    // Who has never been sent anything has heard nothing that could go on, and joins whom it finds.
    private int GroupOfNewcomer(in PlannedMix mix, MixPlan plan)
    {
        int largest = None;
        for (int i = 0; i < _groupCount; i++)
        {
            if (plan.AreSame(mix, _groups[i].Mix) && (largest == None || _groups[i].Listeners > _groups[largest].Listeners))
            {
                largest = i;
            }
        }

        if (largest == None)
        {
            return AddTo(null, mix, plan);
        }

        _groups[largest].Listeners++;
        return largest;
    }

    private int AddTo(MixStream? from, in PlannedMix mix, MixPlan plan)
    {
        ref int first = ref (from is null ? ref _firstOutOfSilence : ref from.FirstGroup);
        for (int i = first; i != None; i = _groups[i].Next)
        {
            if (plan.AreSame(mix, _groups[i].Mix))
            {
                _groups[i].Listeners++;
                return i;
            }
        }

        _groups[_groupCount] = new MixGroup(from, mix, first) { Listeners = 1 };
        return first = _groupCount++;
    }

    // Gives every group its stream. Who comes out of silence gets one that has encoded nothing.
    private void Settle(Span<MixGroup> groups)
    {
        for (int i = 0; i < groups.Length; i++)
        {
            if (groups[i].From is { } from && (from.Keeper == None || groups[i].Listeners > groups[from.Keeper].Listeners))
            {
                from.Keeper = i;
            }
        }

        for (int i = 0; i < groups.Length; i++)
        {
            ref MixGroup group = ref groups[i];
            group.To = group.From is { } from && from.Keeper == i ? from : Take(group.From, i);
        }
    }

    private MixStream Take(MixStream? from, int keeper)
    {
        MixStream stream = pool.Take();
        stream.Keeper = keeper;
        if (from is not null)
        {
            stream.ContinueFrom(from);
        }

        _streams.Add(stream);
        return stream;
    }

    // Streams without a group are in use no longer; the others close up.
    private void LeaveUnused()
    {
        int kept = 0;
        foreach (MixStream stream in Streams)
        {
            if (stream.Keeper == None)
            {
                _left.Add(stream);
            }
            else
            {
                _streams[kept++] = stream;
            }
        }

        _streams.RemoveRange(kept, _streams.Count - kept);
    }
}
