namespace Mcu.Common.Protocol;

/// <summary>Somebody was muted or may be heard again, by themselves or by the host; told to them too.</summary>
/// <param name="ParticipantId">Who.</param>
/// <param name="Mute">How they stand now.</param>
public sealed record MuteChanged(ulong ParticipantId, MuteState Mute) : ControlEvent
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.MuteChanged;

    internal override int FieldCount => 2;

    internal override void WriteFields(FieldWriter fields)
    {
        fields.WriteParticipantId("participant_id", ParticipantId);
        fields.WriteMuteState("mute", Mute);
    }

    internal static MuteChanged Read(ref FieldReader fields) =>
        new(fields.ReadParticipantId("participant_id"), fields.ReadMuteState("mute"));
}
