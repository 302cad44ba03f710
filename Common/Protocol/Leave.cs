namespace Mcu.Common.Protocol;

/// <summary>Asks to leave the room; answered with <see cref="Ok"/>. The connection stays and may join again.</summary>
/// <param name="RequestId">See <see cref="ControlRequest"/>.</param>
public sealed record Leave(uint RequestId) : ControlRequest(RequestId)
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.Leave;

    internal override int FieldCount => 1;

    internal override void WriteFields(FieldWriter fields) => fields.WriteRequestId(RequestId);

    internal static Leave Read(ref FieldReader fields) => new(fields.ReadRequestId());
}
