namespace Mcu.Server.Rooms;

// What people in a room may do to themselves and to each other. Asking for what is so already is no refusal and changes nothing.
internal sealed partial class Room
{
    // Mutes or unmutes oneself; everyone is told, oneself included.
    public RoomOutcome Mute(ulong by, bool muted) => TryFind(by, out Participant? self)
        ? Change(self, Silence.Self, muted)
        : RoomOutcome.Refused(new Refusal.NotInRoom());

    // The host silences someone else for everybody, or takes it back.
    public RoomOutcome ForceMute(ulong by, ulong whom, bool muted) => RefuseAsHost(by, whom) is { } refusal
        ? RoomOutcome.Refused(refusal)
        : Change(_participants[whom], Silence.Host, muted);

    // The host puts someone else out; whoever stays is told.
    public RoomOutcome Kick(ulong by, ulong whom) => RefuseAsHost(by, whom) is { } refusal
        ? RoomOutcome.Refused(refusal)
        : RoomOutcome.Done(Remove(whom, kicked: true));

    // Whether `by` wants to hear `whom`; nobody is told.
    public RoomOutcome Block(ulong by, ulong whom, bool blocked)
    {
        if (RefuseAbout(by, whom) is { } refusal)
        {
            return RoomOutcome.Refused(refusal);
        }

        HashSet<ulong> list = _participants[by].Blocked;
        if (!blocked)
        {
            list.Remove(whom);
        }
        else if (list.Count >= RoomLimits.MaxBlocks && !list.Contains(whom))
        {
            return RoomOutcome.Refused(new Refusal.TooManyBlocks(RoomLimits.MaxBlocks));
        }
        else
        {
            list.Add(whom);
        }

        return RoomOutcome.Nothing;
    }

    // Who may not is told so first, whomever it is about.
    private Refusal? RefuseAsHost(ulong by, ulong whom) =>
        _participants.ContainsKey(by) && HostId is { } host && host != by
            ? new Refusal.NotHost(_participants[host].Name)
            : RefuseAbout(by, whom);

    private Refusal? RefuseAbout(ulong by, ulong whom)
    {
        if (!_participants.ContainsKey(by))
        {
            return new Refusal.NotInRoom();
        }

        if (by == whom)
        {
            return new Refusal.Yourself();
        }

        return _participants.ContainsKey(whom) ? null : new Refusal.NoSuchParticipant(whom);
    }

    private RoomOutcome Change(Participant participant, Silence flag, bool set)
    {
        Silence silence = set ? participant.Silence | flag : participant.Silence & ~flag;
        return silence == participant.Silence ? RoomOutcome.Nothing : RoomOutcome.Done(Silenced(participant, silence));
    }

    private RoomDelivery Silenced(Participant participant, Silence silence)
    {
        participant.Silence = silence;
        return new RoomDelivery(new RoomEvent.SilenceChanged(participant.Id, silence), Everyone());
    }
}
