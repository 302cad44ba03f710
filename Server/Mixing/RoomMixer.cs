using System.Collections.Concurrent;
using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;

namespace Mcu.Server.Mixing;

// One room's sound: every tick it takes a frame from each participant and gives each the sum of the others. Pure but for the
// codec: no socket, clock or thread; `now` is a parameter. Neither locks nor allocates, except in a tick after the room has
// grown or somebody began or ceased to talk. Thread: Tick, Sent and Dispose one at a time; Add and Remove one at a time, at any
// time.
internal sealed class RoomMixer(MixStatistics statistics, ITalkerObserver? observer = null) : ITickable
{
    private readonly MixPlan _plan = new();
    private readonly BlockList _blocks = new();
    private readonly TalkerReport _report = new(observer);
    private readonly float[] _sum = new float[AudioFormat.FrameSamples];
    private readonly float[] _mix = new float[AudioFormat.FrameSamples];
    private readonly float[] _faded = new float[AudioFormat.FrameSamples];
    private readonly ConcurrentQueue<MixParticipant> _gone = new();
    private readonly Dictionary<MixParticipant, OpusEncoder> _encoders = [];
    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private readonly float[] _silence = new float[AudioFormat.FrameSamples];
    private volatile MixParticipant[] _participants = [];
    private int[] _talkers = [];
    private long[] _arrivals = [];
    private int _arrivalCount;

    public Doorbell Bell { get; } = new();

    // Nobody has sound that waits or is under way, nobody who went is still to be disposed of, and no talker is still to be told.
    // Blocks and joins need no tick of their own: the next one finds them.
    public bool IsIdle
    {
        get
        {
            if (!_gone.IsEmpty || _report.IsPending)
            {
                return false;
            }

            foreach (MixParticipant participant in _participants)
            {
                if (!participant.IsIdle)
                {
                    return false;
                }
            }

            return true;
        }
    }

    // Takes someone in, from the next tick on.
    public void Add(MixParticipant participant)
    {
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

        participant.Bell = null;
        ShutWhereAlone();
        _gone.Enqueue(participant);
        Bell.Ring();
    }

    // Time has passed in which nobody was heard.
    public void Skip(long ticks)
    {
        foreach (MixParticipant participant in _participants)
        {
            participant.Downlink.StaySilent(ticks);
        }
    }

    public void Tick(long now, TickTerms terms)
    {
        // First those who went, then who is here: whoever is in the queue is in the array no longer.
        DisposeGone();
        MixParticipant[] participants = _participants;
        MakeRoom(participants.Length);
        int talkers = ListenTo(participants, now);
        _blocks.Collect(participants);
        _plan.Build(participants.Length, _talkers.AsSpan(0, talkers), _blocks.Blocks);
        CollectArrivals(participants, _talkers.AsSpan(0, talkers));
        SendMixes(participants);
        Report(participants, now);
    }

    // What was mixed has been handed over.
    public void Sent(long now)
    {
        foreach (long arrival in _arrivals.AsSpan(0, _arrivalCount))
        {
            statistics.AddedDelay.Record(now - arrival);
        }

        _arrivalCount = 0;
    }

    public void Dispose()
    {
        DisposeGone();
        foreach (MixParticipant participant in _participants)
        {
            DisposeOf(participant);
        }

        _participants = [];
    }

    // Decodes everyone, finds the talkers, and sums each of them once.
    private int ListenTo(MixParticipant[] participants, long now)
    {
        _sum.AsSpan().Clear();
        int talkers = 0;
        for (int i = 0; i < participants.Length; i++)
        {
            Uplink uplink = participants[i].Uplink;
            participants[i].Index = i;
            uplink.Tick(now);
            if (uplink.Talks)
            {
                _talkers[talkers++] = i;
                MixKernels.Add(_sum, uplink.Frame);
            }
        }

        return talkers;
    }

    private void SendMixes(MixParticipant[] participants)
    {
        int next = 0;
        foreach (PlannedMix planned in _plan.Mixes)
        {
            for (; next < planned.Listener; next++)
            {
                StaySilent(participants[next]);
            }

            Mix(planned, participants);
            participants[planned.Listener].Downlink.Tail = Downlink.TailFrames;
            Send(participants[planned.Listener], _mix, isSpeech: true);
            next++;
        }

        for (; next < participants.Length; next++)
        {
            StaySilent(participants[next]);
        }
    }

    private void StaySilent(MixParticipant listener)
    {
        if (listener.Downlink.IsIdle)
        {
            listener.Downlink.StaySilent();
            return;
        }

        listener.Downlink.Tail--;
        Send(listener, _silence, isSpeech: false);
    }

    private void Send(MixParticipant listener, ReadOnlySpan<float> frame, bool isSpeech)
    {
        if (!_encoders.TryGetValue(listener, out OpusEncoder? encoder))
        {
            encoder = new OpusEncoder(listener.Options.Encoder);
            _encoders.Add(listener, encoder);
        }

        int length = encoder.Encode(frame, _datagram.AsSpan(VoiceHeader.Size));
        statistics.CountEncode();
        new VoiceHeader(false, isSpeech, AudioLevel.Of(frame), 0, 0).WriteTo(_datagram);
        listener.Downlink.Queue(_datagram.AsSpan(0, VoiceHeader.Size + length));
    }

    // Makes one stream's frame. What is taken out leaves no more than rounding behind, far below −100 dB: it is bent only after.
    private void Mix(in PlannedMix planned, MixParticipant[] participants)
    {
        _sum.CopyTo(_mix.AsSpan());
        foreach (Subtraction subtraction in _plan.Without(planned))
        {
            ReadOnlySpan<float> frame = participants[subtraction.Talker].Uplink.Frame;
            if (!subtraction.IsWhole)
            {
                frame.CopyTo(_faded);
                MixKernels.Ramp(_faded, subtraction.From, subtraction.To);
                frame = _faded;
            }

            MixKernels.Subtract(_mix, frame, _mix);
        }

        MixKernels.SoftClip(_mix);
    }

    private void Report(MixParticipant[] participants, long now)
    {
        _report.Begin();
        foreach (MixParticipant participant in participants)
        {
            if (participant.Uplink.IsShown)
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
            participant.Uplink.Shut(GateReason.Alone, participants.Length == 1);
        }
    }

    // Delay counts where somebody hears it.
    private void CollectArrivals(MixParticipant[] participants, ReadOnlySpan<int> talkers)
    {
        _arrivalCount = 0;
        if (_plan.Mixes.IsEmpty)
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
            DisposeOf(gone);
        }
    }

    private void DisposeOf(MixParticipant participant)
    {
        participant.Dispose();
        if (_encoders.Remove(participant, out OpusEncoder? encoder))
        {
            encoder.Dispose();
        }
    }
}
