namespace Mcu.Common.Protocol;

/// <summary>
/// Answers <see cref="Join"/>: who the client is now, and who is in the room. Where <paramref name="More"/> is true,
/// <see cref="RosterPart"/> messages follow before any other, until one of them says that it is the last.
/// </summary>
/// <param name="RequestId">See <see cref="ControlAnswer"/>.</param>
/// <param name="ParticipantId">The id the server gave the client.</param>
/// <param name="Room">The room's name, as the server cleaned it; at most <see cref="ProtocolLimits.MaxRoomBytes"/>.</param>
/// <param name="HostId">The participant who is host.</param>
/// <param name="Roster">
/// The first part of the roster, the client itself included, lowest id first; at most <see
/// cref="ProtocolLimits.MaxRosterPart"/>.
/// </param>
/// <param name="More">Whether further parts follow.</param>
public sealed record Joined(
    uint RequestId, ulong ParticipantId, string Room, ulong HostId, IReadOnlyList<RosterEntry> Roster, bool More)
    : ControlAnswer(RequestId)
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.Joined;

    internal override int FieldCount => 6;

    /// <summary>Compares the roster entry by entry.</summary>
    public bool Equals(Joined? other) => other is not null && RequestId == other.RequestId
        && ParticipantId == other.ParticipantId && Room == other.Room && HostId == other.HostId && More == other.More
        && Roster.SequenceEqual(other.Roster);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RequestId, ParticipantId, Room, HostId, Roster.Count, More);

    internal override void WriteFields(FieldWriter fields)
    {
        fields.WriteRequestId(RequestId);
        fields.WriteParticipantId("participant_id", ParticipantId);
        fields.WriteText("room", Room, ProtocolLimits.MaxRoomBytes);
        fields.WriteParticipantId("host_id", HostId);
        fields.WriteRoster(Roster);
        fields.WriteBoolean(More);
    }

    internal static Joined Read(ref FieldReader fields) => new(
        fields.ReadRequestId(),
        fields.ReadParticipantId("participant_id"),
        fields.ReadText("room", ProtocolLimits.MaxRoomBytes),
        fields.ReadParticipantId("host_id"),
        fields.ReadRoster(),
        fields.ReadBoolean("more"));
}
