namespace Mcu.Common.Protocol;

/// <summary>Asks to enter a room, which is made where it does not exist; answered with <see cref="Joined"/>.</summary>
/// <param name="RequestId">See <see cref="ControlRequest"/>.</param>
/// <param name="Room">The room's name; at most <see cref="ProtocolLimits.MaxRoomBytes"/>. The server may clean it.</param>
/// <param name="Name">
/// The participant's name; at most <see cref="ProtocolLimits.MaxNameBytes"/>. The server may clean it.
/// </param>
public sealed record Join(uint RequestId, string Room, string Name) : ControlRequest(RequestId)
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.Join;

    internal override int FieldCount => 3;

    internal override void WriteFields(FieldWriter fields)
    {
        fields.WriteRequestId(RequestId);
        fields.WriteText("room", Room, ProtocolLimits.MaxRoomBytes);
        fields.WriteText("name", Name, ProtocolLimits.MaxNameBytes);
    }

    internal static Join Read(ref FieldReader fields) => new(
        fields.ReadRequestId(),
        fields.ReadText("room", ProtocolLimits.MaxRoomBytes),
        fields.ReadText("name", ProtocolLimits.MaxNameBytes));
}
