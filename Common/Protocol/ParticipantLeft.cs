namespace Mcu.Common.Protocol;

/// <summary>Somebody is no longer in the room.</summary>
/// <param name="ParticipantId">Who.</param>
/// <param name="Reason">Why.</param>
public sealed record ParticipantLeft(ulong ParticipantId, LeaveReason Reason) : ControlEvent
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.ParticipantLeft;

    internal override int FieldCount => 2;

    internal override void WriteFields(FieldWriter fields)
    {
        fields.WriteParticipantId("participant_id", ParticipantId);
        fields.WriteInteger("reason", (ushort)Reason, 0, ushort.MaxValue);
    }

    internal static ParticipantLeft Read(ref FieldReader fields) =>
        new(fields.ReadParticipantId("participant_id"), (LeaveReason)fields.ReadInteger("reason", 0, ushort.MaxValue));
}
