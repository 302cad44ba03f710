using Mcu.Common.Audio;

namespace Mcu.Server.Mixing;

// Chooses who is heard where more talk than a tick may mix: the loudest. Who is heard stays so unless clearly softer than somebody
// who is not, for a while; and whoever comes in or goes out amid speech does it within a frame, without a click. Mixing thread
// only; allocates nothing.
internal sealed class TalkerLimit
{
    // 3 dB, and 200 ms.
    private const float Clearly = 1.413f;
    private const int Patience = 10;

    // How fast a loudness follows: 200 ms.
    private const float Share = 0.1f;

    private int _outdone;

    // Narrows a tick's talkers down to those who are heard in it, and answers how many these are. They keep their order.
    public int Choose(MixParticipant[] participants, Span<int> talkers, int most)
    {
        int chosen = 0;
        foreach (int talker in talkers)
        {
            MixParticipant participant = participants[talker];
            Follow(participant);
            participant.IsChosen = participant.WasChosen || talkers.Length <= most;
            chosen += participant.IsChosen ? 1 : 0;
        }

        if (talkers.Length > most)
        {
            Limit(participants, talkers, chosen, Math.Max(1, most));
        }
        else
        {
            _outdone = 0;
        }

        return Keep(participants, talkers);
    }

    private static void Follow(MixParticipant participant)
    {
        float loudness = AudioLevel.Rms(participant.Uplink.Frame);
        participant.Loudness = participant.Uplink.Talked
            ? participant.Loudness + (Share * (loudness - participant.Loudness))
            : loudness;
    }

    private void Limit(MixParticipant[] participants, Span<int> talkers, int chosen, int most)
    {
        for (; chosen > most; chosen--)
        {
            Softest(participants, talkers).IsChosen = false;
        }

        for (; chosen < most; chosen++)
        {
            Loudest(participants, talkers).IsChosen = true;
        }

        MixParticipant inside = Softest(participants, talkers);
        MixParticipant outside = Loudest(participants, talkers);
        _outdone = outside.Loudness > Clearly * inside.Loudness ? _outdone + 1 : 0;
        if (_outdone >= Patience)
        {
            inside.IsChosen = false;
            outside.IsChosen = true;
            _outdone = 0;
        }
    }

    // Of those who are chosen. There is one.
    private static MixParticipant Softest(MixParticipant[] participants, Span<int> talkers)
    {
        MixParticipant? softest = null;
        foreach (int talker in talkers)
        {
            MixParticipant participant = participants[talker];
            if (participant.IsChosen && !(participant.Loudness >= softest?.Loudness))
            {
                softest = participant;
            }
        }

        return softest!;
    }

    // Of those who are not. There is one.
    private static MixParticipant Loudest(MixParticipant[] participants, Span<int> talkers)
    {
        MixParticipant? loudest = null;
        foreach (int talker in talkers)
        {
            MixParticipant participant = participants[talker];
            if (!participant.IsChosen && !(participant.Loudness <= loudest?.Loudness))
            {
                loudest = participant;
            }
        }

        return loudest!;
    }

    private static int Keep(MixParticipant[] participants, Span<int> talkers)
    {
        int kept = 0;
        foreach (int talker in talkers)
        {
            MixParticipant participant = participants[talker];
            if (participant.IsChosen && !participant.WasChosen && participant.Uplink.Talked)
            {
                participant.Uplink.Fade(0, 1);
            }
            else if (participant.WasChosen && !participant.IsChosen)
            {
                participant.Uplink.Fade(1, 0);
            }

            participant.IsHeard = participant.IsChosen || participant.WasChosen;
            if (participant.IsHeard)
            {
                talkers[kept++] = talker;
            }
        }

        return kept;
    }
}
