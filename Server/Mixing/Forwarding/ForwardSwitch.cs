using Mcu.Common.Protocol;

namespace Mcu.Server.Mixing;

// Decides, in one room, who is sent another's packets as they are: every listener who can hear exactly one other, however many there
// are. That changes when somebody comes, goes, blocks or unblocks, not with mute or silence. A listener is moved where nothing is
// cut: in a pause, or as soon as another is heard. Pure; it allocates only where something changes. Mixing thread only.
internal sealed class ForwardSwitch
{
    private readonly byte[] _scratch = new byte[ProtocolLimits.MaxDatagramBytes];
    private MixParticipant[] _decided = [];
    private int[] _lanes = [];
    private int[] _notMixed = [];
    private bool _isChanged;

    // Whether all who are here were decided about, and nobody still waits for a pause to be sent another's packets.
    public bool IsSettled(MixParticipant[] participants, ReadOnlySpan<MixParticipant> awake)
    {
        if (participants != _decided)
        {
            return false;
        }

        foreach (MixParticipant participant in awake)
        {
            if (participant.DecidedBlocks != participant.Blocked || participant is { IsForwarded: false, SoleSource: not null })
            {
                return false;
            }
        }

        return true;
    }

    // Once per tick, before anyone is decoded. Everyone has their index in this tick's room. Awake are all after one has come or gone,
    // and else at least those who can hear one other only, or have changed whom they block.
    public void Begin(MixParticipant[] participants, ReadOnlySpan<MixParticipant> awake, long now)
    {
        bool hasNew = participants != _decided;
        _decided = participants;
        _isChanged |= hasNew;
        foreach (MixParticipant listener in awake)
        {
            MixParticipant[] blocks = listener.Blocked;
            if (hasNew || blocks != listener.DecidedBlocks)
            {
                listener.DecidedBlocks = blocks;
                listener.SoleSource = SoleSourceOf(listener, blocks, participants);
                _isChanged = true;
            }

            if (listener.IsForwarded)
            {
                Attend(listener, participants, now);
            }
        }

        Publish(participants);
    }

    // After everyone was decoded: who hears another one now, beside whose packets it was sent, is sent a mix from this tick on; and
    // who is left with one, whose voice neither is heard nor waits to be, is sent that one's packets.
    public void End(MixParticipant[] participants, ReadOnlySpan<MixParticipant> awake, ReadOnlySpan<int> talkers, long now)
    {
        foreach (MixParticipant listener in awake)
        {
            if (listener.Lane.Source is { } source && source != listener.SoleSource
                && HearsAnother(listener, source, participants, talkers))
            {
                bool isAmidSpeech = !listener.Lane.IsQuiet(now);
                if (listener.Lane.TryTakeBack(now))
                {
                    listener.Downlink.Stream = isAmidSpeech ? StreamWith(source, participants) : null;
                    _isChanged = true;
                }
            }
            else if (listener is { IsForwarded: false, SoleSource: { } sole, Downlink.IsIdle: true } && IsInPause(sole, listener))
            {
                listener.Lane.Give(sole, now);
                _isChanged = true;
            }
        }

        Publish(participants);
    }

    // What waits to be mixed is dropped with the move, so it must not be the beginning of a word; but who was never sent anything
    // comes into the midst of it anyway.
    private static bool IsInPause(MixParticipant source, MixParticipant listener) =>
        !source.Uplink.Talks && (!listener.Downlink.HasSent || !source.Uplink.HasSpeechWaiting);

    // One who is being sent somebody's packets.
    private void Attend(MixParticipant listener, MixParticipant[] participants, long now)
    {
        MixParticipant source = listener.Lane.Source!;
        bool isCutOff = !source.Uplink.IsOpen || !listener.Hears(source) || !source.IsIn(participants);
        if (isCutOff)
        {
            listener.Lane.Fade(now, _scratch);
        }
        else if (listener.Lane.IsQuiet(now))
        {
            listener.Lane.Rest();
        }

        if (source != listener.SoleSource && (isCutOff ? listener.Lane.IsFaded : listener.Lane.IsQuiet(now)))
        {
            _isChanged |= listener.Lane.TryTakeBack(now);
        }
    }

    private static MixParticipant? SoleSourceOf(MixParticipant listener, MixParticipant[] blocks, MixParticipant[] participants)
    {
        MixParticipant? source = null;
        foreach (MixParticipant other in participants)
        {
            if (other == listener || Array.IndexOf(blocks, other) >= 0)
            {
                continue;
            }

            if (source is not null)
            {
                return null;
            }

            source = other;
        }

        return source;
    }

    private static bool HearsAnother(
        MixParticipant listener, MixParticipant source, MixParticipant[] participants, ReadOnlySpan<int> talkers)
    {
        foreach (int talker in talkers)
        {
            MixParticipant other = participants[talker];
            if (other != listener && other != source && listener.Hears(other))
            {
                return true;
            }
        }

        return false;
    }

    // A stream that held nobody but this one in the last tick: what its listeners heard is what is to go on. Null where there is
    // none.
    private static MixStream? StreamWith(MixParticipant source, MixParticipant[] participants)
    {
        if (!source.WasHeard)
        {
            return null;
        }

        foreach (MixParticipant other in participants)
        {
            if (other.Downlink.Stream is { } stream && other.Hears(source) && !HeardBeside(other, source, participants))
            {
                return stream;
            }
        }

        return null;
    }

    private static bool HeardBeside(MixParticipant listener, MixParticipant source, MixParticipant[] participants)
    {
        foreach (MixParticipant other in participants)
        {
            if (other.WasHeard && other != source && other != listener && listener.Hears(other))
            {
                return true;
            }
        }

        return false;
    }

    // Tells every sender where its packets go from now on. Whoever is going to be sent a mix already needs everyone in it, so that
    // nobody is missing at first.
    private void Publish(MixParticipant[] participants)
    {
        if (!_isChanged)
        {
            return;
        }

        _isChanged = false;
        CountWays(participants);
        foreach (MixParticipant source in participants)
        {
            ForwardRoutes routes = source.Routes;
            bool isMixed = participants.Length - 1 > _notMixed[source.Index];
            source.Uplink.IsWanted = isMixed;
            if (_lanes[source.Index] > 0 || routes.Lanes.Length > 0 || isMixed != routes.IsMixed)
            {
                source.Routes = new ForwardRoutes(LanesOf(source, participants, _lanes[source.Index]), isMixed);
            }
        }
    }

    // Per sender: the lanes that it has, and how many of the others do not hear it in a mix.
    private void CountWays(MixParticipant[] participants)
    {
        if (_lanes.Length < participants.Length)
        {
            _lanes = new int[participants.Length];
            _notMixed = new int[participants.Length];
        }

        Array.Clear(_lanes);
        Array.Clear(_notMixed);
        foreach (MixParticipant listener in participants)
        {
            foreach (MixParticipant blocked in listener.DecidedBlocks)
            {
                if (blocked.IsIn(participants))
                {
                    _notMixed[blocked.Index]++;
                }
            }

            if (listener.Lane.Source is { } source && source.IsIn(participants))
            {
                _lanes[source.Index]++;
                _notMixed[source.Index] += source == listener.SoleSource ? 1 : 0;
            }
        }
    }

    private static ForwardLane[] LanesOf(MixParticipant source, MixParticipant[] participants, int count)
    {
        ForwardLane[] lanes = new ForwardLane[count];
        for (int i = 0, next = 0; next < count; i++)
        {
            if (participants[i].Lane.Source == source)
            {
                lanes[next++] = participants[i].Lane;
            }
        }

        return lanes;
    }
}
