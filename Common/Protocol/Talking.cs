namespace Mcu.Common.Protocol;

/// <summary>Who is being heard in the room from now on: all of them, so that one message makes good for every earlier one.</summary>
/// <param name="ParticipantIds">
/// At most <see cref="ProtocolLimits.MaxTalkers"/>; whoever is not among them is not being heard. May hold the client itself.
/// </param>
public sealed record Talking(IReadOnlyList<ulong> ParticipantIds) : ControlEvent
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.Talking;

    internal override int FieldCount => 1;

    /// <summary>Compares the ids one by one.</summary>
    public bool Equals(Talking? other) => other is not null && ParticipantIds.SequenceEqual(other.ParticipantIds);

    /// <inheritdoc/>
    public override int GetHashCode() => ParticipantIds.Count;

    internal override void WriteFields(FieldWriter fields) => fields.WriteParticipantIds("participant_ids", ParticipantIds);

    internal static Talking Read(ref FieldReader fields) => new(fields.ReadParticipantIds("participant_ids"));
}
