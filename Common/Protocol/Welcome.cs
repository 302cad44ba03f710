namespace Mcu.Common.Protocol;

/// <summary>Answers <see cref="Hello"/>: the version spoken from here on, and what the server allows.</summary>
/// <param name="RequestId">See <see cref="ControlAnswer"/>.</param>
/// <param name="Version">The newest version both ends speak.</param>
/// <param name="Software">
/// Name and version of the server, by custom <c>name/version</c>; at most <see cref="ProtocolLimits.MaxSoftwareBytes"/>.
/// </param>
/// <param name="MaxDatagramBytes">Bytes of the largest voice datagram the server takes, its header included.</param>
/// <param name="MaxRoomSize">How many participants one room takes, 1 to <see cref="ProtocolLimits.MaxRoomSize"/>.</param>
public sealed record Welcome(uint RequestId, ushort Version, string Software, ushort MaxDatagramBytes, ushort MaxRoomSize)
    : ControlAnswer(RequestId)
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.Welcome;

    internal override int FieldCount => 5;

    internal override void WriteFields(FieldWriter fields)
    {
        fields.WriteRequestId(RequestId);
        fields.WriteInteger("version", Version, 1, ushort.MaxValue);
        fields.WriteText("software", Software, ProtocolLimits.MaxSoftwareBytes);
        fields.WriteInteger("max_datagram_bytes", MaxDatagramBytes, VoiceHeader.MinDatagramBytes, ushort.MaxValue);
        fields.WriteInteger("max_room_size", MaxRoomSize, 1, ProtocolLimits.MaxRoomSize);
    }

    internal static Welcome Read(ref FieldReader fields) => new(
        fields.ReadRequestId(),
        (ushort)fields.ReadInteger("version", 1, ushort.MaxValue),
        fields.ReadText("software", ProtocolLimits.MaxSoftwareBytes),
        (ushort)fields.ReadInteger("max_datagram_bytes", VoiceHeader.MinDatagramBytes, ushort.MaxValue),
        (ushort)fields.ReadInteger("max_room_size", 1, ProtocolLimits.MaxRoomSize));
}
