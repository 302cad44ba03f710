namespace Mcu.Common.Protocol;

/// <summary>
/// Silences somebody for everyone in the room, or lets them be heard again, which only the host may; answered with
/// <see cref="Ok"/>.
/// </summary>
/// <param name="RequestId">See <see cref="ControlRequest"/>.</param>
/// <param name="ParticipantId">Whom.</param>
/// <param name="Muted">Whether they are to be silent.</param>
public sealed record ForceMute(uint RequestId, ulong ParticipantId, bool Muted) : ControlRequest(RequestId)
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.ForceMute;

    internal override int FieldCount => 3;

    internal override void WriteFields(FieldWriter fields)
    {
        fields.WriteRequestId(RequestId);
        fields.WriteParticipantId("participant_id", ParticipantId);
        fields.WriteBoolean(Muted);
    }

    internal static ForceMute Read(ref FieldReader fields) => new(
        fields.ReadRequestId(), fields.ReadParticipantId("participant_id"), fields.ReadBoolean("muted"));
}
