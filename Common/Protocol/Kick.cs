namespace Mcu.Common.Protocol;

/// <summary>Puts somebody out of the room, which only its host may; answered with <see cref="Ok"/>.</summary>
/// <param name="RequestId">See <see cref="ControlRequest"/>.</param>
/// <param name="ParticipantId">Whom.</param>
/// <param name="Reason">Why, shown to them; at most <see cref="ProtocolLimits.MaxKickReasonBytes"/>, may be empty.</param>
public sealed record Kick(uint RequestId, ulong ParticipantId, string Reason) : ControlRequest(RequestId)
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.Kick;

    internal override int FieldCount => 3;

    internal override void WriteFields(FieldWriter fields)
    {
        fields.WriteRequestId(RequestId);
        fields.WriteParticipantId("participant_id", ParticipantId);
        fields.WriteText("reason", Reason, ProtocolLimits.MaxKickReasonBytes);
    }

    internal static Kick Read(ref FieldReader fields) => new(
        fields.ReadRequestId(),
        fields.ReadParticipantId("participant_id"),
        fields.ReadText("reason", ProtocolLimits.MaxKickReasonBytes));
}
