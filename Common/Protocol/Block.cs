namespace Mcu.Common.Protocol;

/// <summary>
/// Stops or resumes hearing somebody, for this client alone; they are not told. Answered with
/// <see cref="Ok"/>.
/// </summary>
/// <param name="RequestId">See <see cref="ControlRequest"/>.</param>
/// <param name="ParticipantId">Whom.</param>
/// <param name="Blocked">Whether they are not to be heard from now on.</param>
public sealed record Block(uint RequestId, ulong ParticipantId, bool Blocked) : ControlRequest(RequestId)
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.Block;

    internal override int FieldCount => 3;

    internal override void WriteFields(FieldWriter fields)
    {
        fields.WriteRequestId(RequestId);
        fields.WriteParticipantId("participant_id", ParticipantId);
        fields.WriteBoolean(Blocked);
    }

    internal static Block Read(ref FieldReader fields) => new(
        fields.ReadRequestId(), fields.ReadParticipantId("participant_id"), fields.ReadBoolean("blocked"));
}
