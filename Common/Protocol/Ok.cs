namespace Mcu.Common.Protocol;

/// <summary>The request was carried out, and there is nothing more to say about it.</summary>
/// <param name="RequestId">See <see cref="ControlAnswer"/>.</param>
public sealed record Ok(uint RequestId) : ControlAnswer(RequestId)
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.Ok;

    internal override int FieldCount => 1;

    internal override void WriteFields(FieldWriter fields) => fields.WriteRequestId(RequestId);

    internal static Ok Read(ref FieldReader fields) => new(fields.ReadRequestId());
}
