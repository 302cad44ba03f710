namespace Mcu.Common.Protocol;

/// <summary>The first message of every connection; answered with <see cref="Welcome"/>.</summary>
/// <param name="RequestId">See <see cref="ControlRequest"/>.</param>
/// <param name="MinVersion">The oldest version of the protocol the client speaks, at least 1.</param>
/// <param name="MaxVersion">The newest, at least <paramref name="MinVersion"/>.</param>
/// <param name="Software">
/// Name and version of the client, by custom <c>name/version</c>; at most <see cref="ProtocolLimits.MaxSoftwareBytes"/>.
/// </param>
public sealed record Hello(uint RequestId, ushort MinVersion, ushort MaxVersion, string Software) : ControlRequest(RequestId)
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.Hello;

    internal override int FieldCount => 4;

    internal override void WriteFields(FieldWriter fields)
    {
        fields.WriteRequestId(RequestId);
        fields.WriteInteger("min_version", MinVersion, 1, ushort.MaxValue);
        fields.WriteInteger("max_version", MaxVersion, MinVersion, ushort.MaxValue);
        fields.WriteText("software", Software, ProtocolLimits.MaxSoftwareBytes);
    }

    internal static Hello Read(ref FieldReader fields)
    {
        uint requestId = fields.ReadRequestId();
        var min = (ushort)fields.ReadInteger("min_version", 1, ushort.MaxValue);
        var max = (ushort)fields.ReadInteger("max_version", min, ushort.MaxValue);
        return new Hello(requestId, min, max, fields.ReadText("software", ProtocolLimits.MaxSoftwareBytes));
    }
}
