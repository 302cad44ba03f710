namespace Mcu.Server.Mixing;

// Those of a room whom a tick has to look at: who speaks or did of late, who is to be sent another's packets, who has blocked somebody,
// and everyone after somebody came or went. All others are asleep and cost nothing, until their bell is rung; Doorbell says why no
// ring is lost. Mixing thread only, but for the ringing; it allocates only where the room is larger than ever before.
internal sealed class AwakeList(Action rung)
{
    private MixParticipant[] _awake = [];
    private int _count;

    // By rising index.
    public ReadOnlySpan<MixParticipant> Participants => _awake.AsSpan(0, _count);

    // Where those go whose bell is rung.
    public WakeQueue<MixParticipant> Rung { get; } = new(rung);

    // Looks at everybody, who may be others than before.
    public void WakeAll(MixParticipant[] participants)
    {
        if (_awake.Length < participants.Length)
        {
            _awake = new MixParticipant[Math.Max(participants.Length, 2 * _awake.Length)];
        }

        participants.CopyTo(_awake.AsSpan());
        _awake.AsSpan(participants.Length).Clear();
        _count = participants.Length;
        for (int i = 0; i < participants.Length; i++)
        {
            participants[i].Index = i;
            participants[i].IsAwake = true;
            participants[i].Waker.TryStayUp(); // where it fails, the bell gets up with the queue
        }
    }

    // Once per tick: those whose bell was rung.
    public void TakeRung(MixParticipant[] participants)
    {
        Doorbell<MixParticipant>? bell = Rung.TakeAll();
        while (bell is not null)
        {
            Doorbell<MixParticipant>? next = bell.GetUp();
            MixParticipant participant = bell.Owner!;
            if (!participant.IsAwake && participant.IsIn(participants))
            {
                Add(participant);
            }

            bell = next;
        }
    }

    // Once per tick, last: whoever has nothing more to be looked at falls asleep.
    public void LetSleep()
    {
        int kept = 0;
        foreach (MixParticipant participant in Participants)
        {
            if (!TrySleep(participant))
            {
                _awake[kept++] = participant;
            }
        }

        _awake.AsSpan(kept, _count - kept).Clear();
        _count = kept;
    }

    private static bool TrySleep(MixParticipant participant)
    {
        // Whose bell was rung is in the queue, or about to be, and stays until it was taken out.
        if (participant.NeedsLook || !participant.Waker.IsUp)
        {
            return false;
        }

        participant.Waker.LieDown();
        bool staysUp = participant.NeedsLook && participant.Waker.TryStayUp();
        participant.IsAwake = staysUp;
        return !staysUp;
    }

    private void Add(MixParticipant participant)
    {
        int place = _count++;
        for (; place > 0 && _awake[place - 1].Index > participant.Index; place--)
        {
            _awake[place] = _awake[place - 1];
        }

        _awake[place] = participant;
        participant.IsAwake = true;
    }
}
