namespace Mcu.Common.Protocol;

/// <summary>Somebody came into the room. The newcomer's own client learns it from <see cref="Joined"/> instead.</summary>
/// <param name="ParticipantId">Who.</param>
/// <param name="Name">As the server cleaned it; at most <see cref="ProtocolLimits.MaxNameBytes"/>.</param>
/// <param name="Mute">Whether they may be heard.</param>
public sealed record ParticipantJoined(ulong ParticipantId, string Name, MuteState Mute = MuteState.None)
    : ControlEvent
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.ParticipantJoined;

    internal override int FieldCount => 3;

    internal override void WriteFields(FieldWriter fields)
    {
        fields.WriteParticipantId("participant_id", ParticipantId);
        fields.WriteText("name", Name, ProtocolLimits.MaxNameBytes);
        fields.WriteMuteState("mute", Mute);
    }

    internal static ParticipantJoined Read(ref FieldReader fields) => new(
        fields.ReadParticipantId("participant_id"),
        fields.ReadText("name", ProtocolLimits.MaxNameBytes),
        fields.ReadMuteState("mute"));
}
