namespace Mcu.Common.Protocol;

/// <summary>Mutes or unmutes the client itself; answered with <see cref="Ok"/>.</summary>
/// <param name="RequestId">See <see cref="ControlRequest"/>.</param>
/// <param name="Muted">Whether to be muted from now on.</param>
public sealed record Mute(uint RequestId, bool Muted) : ControlRequest(RequestId)
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.Mute;

    internal override int FieldCount => 2;

    internal override void WriteFields(FieldWriter fields)
    {
        fields.WriteRequestId(RequestId);
        fields.WriteBoolean(Muted);
    }

    internal static Mute Read(ref FieldReader fields) => new(fields.ReadRequestId(), fields.ReadBoolean("muted"));
}
