using System.Collections.Concurrent;
using Mcu.Common.Audio;

namespace Mcu.Server.Mixing;

// One room's sound: every tick it takes a frame from each participant and gives each the sum of the others, encoded once for all
// who hear the same. Pure but for the codec: no socket, clock or thread; `now` is a parameter. Neither locks nor allocates, except
// in a tick after the room has grown or where the pool has no stream left.
// Thread: Tick, Sent and Dispose one at a time; Add and Remove one at a time, at any time.
internal sealed class RoomMixer : ITickable, IMixWork
{
    private readonly MixStatistics _statistics;
    private readonly TalkerLimit _limit = new();
    private readonly BlockList _blocks = new();
    private readonly MixPlan _plan = new();
    private readonly MixClasses _classes;
    private readonly ForwardSwitch _forwarding = new();
    private readonly TalkerReport _report;
    private readonly AwakeList _awake;
    private readonly Audience _audience = new();
    private readonly float[] _sum = new float[AudioFormat.FrameSamples];
    private readonly ConcurrentQueue<MixParticipant> _gone = new();
    private volatile MixParticipant[] _participants = [];
    private MixParticipant[] _seated = [];
    private int _complexity;
    private int[] _talkers = [];
    private long[] _arrivals = [];
    private int _arrivalCount;
    private int _shownClasses;

    public RoomMixer(MixStreamPool streams, MixStatistics statistics, ITalkerObserver? observer = null)
    {
        _statistics = statistics;
        _classes = new MixClasses(streams);
        _report = new TalkerReport(observer);
        _awake = new AwakeList(Bell.Ring);
    }

    public Doorbell<ITickable> Bell { get; } = new();

    // Ticks may be left out where nobody has sound that waits to be mixed, and nobody who came, went or blocked somebody is still to be
    // seen to; but only for a while where a talker is still to be told, or what is passed on is to be looked after.
    public long IdleUntil
    {
        get
        {
            // Who is on a stream is sent it until it ends, and whoever is asleep has nothing else to wait for.
            if (!_gone.IsEmpty || !_awake.Rung.IsEmpty || _classes.Streams.Length > 0
                || !_forwarding.IsSettled(_participants, _awake.Participants))
            {
                return long.MinValue;
            }

            long until = _report.NextTick;
            foreach (MixParticipant participant in _awake.Participants)
            {
                until = Math.Min(until, participant.IdleUntil);
            }

            return until;
        }
    }

    // Takes someone in, from the next tick on.
    public void Add(MixParticipant participant)
    {
        participant.Waker.Attach(participant, _awake.Rung);
        _participants = [.. _participants, participant];
        ShutWhereAlone();
        participant.Bell = Bell;
        Bell.Ring();
    }

    // Lets someone go, from the next tick on, which disposes of it. Everyone's blocks forget who went.
    public void Remove(MixParticipant participant)
    {
        _participants = [.. _participants.Where(other => other != participant)];
        foreach (MixParticipant other in _participants)
        {
            other.Unblock(participant);
        }

        participant.IsGone = true;
        participant.Bell = null;
        ShutWhereAlone();
        _gone.Enqueue(participant);
        Bell.Ring();
    }

    // Time has passed in which nobody was heard.
    public void Skip(long ticks)
    {
        _audience.StaySilent(ticks);
        foreach (MixParticipant participant in _awake.Participants)
        {
            participant.Uplink.Skip(ticks);
        }
    }

    public void Tick(long now, TickTerms terms)
    {
        // First those who went, then who is here: whoever is in the queue is in the array no longer.
        DisposeGone();
        MixParticipant[] participants = _participants;
        Seat(participants, terms.Outlet);
        ReadOnlySpan<MixParticipant> awake = _awake.Participants;
        foreach (MixParticipant participant in awake)
        {
            participant.BeginTick();
        }

        _forwarding.Begin(participants, awake, now);
        ReadOnlySpan<int> talkers = ListenTo(participants, awake, now, terms.Effort.MaxTalkers);
        _forwarding.End(participants, awake, talkers, now);
        _blocks.Collect(participants, awake);
        _plan.Build(participants.Length, talkers, _blocks.Blocks);
        _classes.Assign(_audience.Seats, _plan);
        CollectArrivals(participants, talkers);

        _complexity = terms.Effort.Complexity;
        try
        {
            terms.Crew.Run(this, _classes.Streams.Length);
        }
        finally
        {
            // Where a part failed, its listeners miss a frame, and everybody's numbers go on all the same.
            SendAll(participants, terms.Outlet);
            _classes.End();
            ShowClasses(_classes.Streams.Length);
            Report(now);
            _awake.LetSleep();
        }
    }

    // Makes one stream's packet. Any mixing thread, all parts of a tick at the same time.
    public void RunPart(int part)
    {
        MixStream stream = _classes.Streams[part];
        if (stream.Mix.IsSilent)
        {
            stream.Input.Clear();
        }
        else
        {
            Mix(stream.Mix, stream.Input);
        }

        stream.Encode(!stream.Mix.IsSilent, _complexity);
    }

    // What was mixed has been handed over.
    public void Sent(long now)
    {
        foreach (long arrival in _arrivals.AsSpan(0, _arrivalCount))
        {
            _statistics.AddedDelay.Record(now - arrival);
        }

        _arrivalCount = 0;
    }

    public void Dispose()
    {
        DisposeGone();
        foreach (MixParticipant participant in _participants)
        {
            participant.Dispose();
        }

        _participants = [];
        _classes.Clear();
        ShowClasses(0);
    }

    // Gives everyone their place where somebody came or went, and wakes whom the tick has to look at.
    private void Seat(MixParticipant[] participants, IPacketOutlet? outlet)
    {
        _audience.Use(outlet, _seated);
        if (participants != _seated)
        {
            _seated = participants;
            MakeRoom(participants.Length);
            _audience.Take(participants);
            _awake.WakeAll(participants);
        }

        _awake.TakeRung(participants);
    }

    // Decodes those who may speak, finds who is to be heard, and sums each of them once.
    private ReadOnlySpan<int> ListenTo(
        MixParticipant[] participants, ReadOnlySpan<MixParticipant> awake, long now, int mostTalkers)
    {
        int talking = 0;
        foreach (MixParticipant participant in awake)
        {
            participant.Uplink.Tick(now);
            if (participant.Uplink.Talks)
            {
                _talkers[talking++] = participant.Index;
            }
        }

        int heard = _limit.Choose(participants, _talkers.AsSpan(0, talking), mostTalkers);
        Span<int> talkers = _talkers.AsSpan(0, heard);
        if (heard > 0)
        {
            _sum.AsSpan().Clear();
        }

        foreach (int talker in talkers)
        {
            MixKernels.Add(_sum, participants[talker].Uplink.Frame);
        }

        return talkers;
    }

    // Makes one stream's frame. What is taken out leaves no more than rounding behind, far below −100 dB: it is bent only after.
    private void Mix(in PlannedMix planned, Span<float> mix)
    {
        _sum.CopyTo(mix);
        foreach (Subtraction subtraction in _plan.Without(planned))
        {
            ReadOnlySpan<float> frame = _seated[subtraction.Talker].Uplink.Frame;
            if (subtraction.IsWhole)
            {
                MixKernels.Subtract(mix, frame, mix);
            }
            else
            {
                SubtractShare(subtraction, frame, mix);
            }
        }

        MixKernels.SoftClip(mix);
    }

    private static void SubtractShare(in Subtraction subtraction, ReadOnlySpan<float> frame, Span<float> mix)
    {
        Span<float> share = stackalloc float[AudioFormat.FrameSamples];
        frame.CopyTo(share);
        MixKernels.Ramp(share, subtraction.From, subtraction.To);
        MixKernels.Subtract(mix, share, mix);
    }

    // To each listener what its stream made; the ticking thread alone.
    private void SendAll(MixParticipant[] participants, IPacketOutlet? outlet)
    {
        int encodes = 0;
        foreach (MixStream stream in _classes.Streams)
        {
            encodes += stream.Encodes;
            stream.Shared = stream.HasPacket ? outlet?.Share(stream.Datagram) ?? 0 : 0;
        }

        _statistics.CountEncode(encodes);
        _audience.Send(participants, _statistics);
    }

    // So many mix classes go on to the next tick.
    private void ShowClasses(int classes)
    {
        _statistics.ChangeMixClasses(classes - _shownClasses);
        _shownClasses = classes;
    }

    private void Report(long now)
    {
        _report.Begin();
        foreach (MixParticipant participant in _awake.Participants)
        {
            if (participant.Show(now))
            {
                _report.Add(participant.Id);
            }
        }

        _report.End(now);
    }

    // Nobody hears who is alone, so nobody needs to be ticked for it.
    private void ShutWhereAlone()
    {
        MixParticipant[] participants = _participants;
        foreach (MixParticipant participant in participants)
        {
            participant.Shut(GateReason.Alone, participants.Length == 1);
        }
    }

    // Delay counts where somebody hears it.
    private void CollectArrivals(MixParticipant[] participants, ReadOnlySpan<int> talkers)
    {
        _arrivalCount = 0;
        if (_plan.IsSilent)
        {
            return;
        }

        foreach (int talker in talkers)
        {
            long arrival = participants[talker].Uplink.Arrival;
            if (arrival != 0)
            {
                _arrivals[_arrivalCount++] = arrival;
            }
        }
    }

    private void MakeRoom(int participants)
    {
        if (_talkers.Length < participants)
        {
            _talkers = new int[participants];
            _arrivals = new long[participants];
        }
    }

    private void DisposeGone()
    {
        while (_gone.TryDequeue(out MixParticipant? gone))
        {
            gone.Dispose();
        }
    }
}
