namespace Mcu.Common.Protocol;

/// <summary>
/// The server is being stopped; it closes the connection with <see cref="CloseCode.ServerShuttingDown"/> soon.
/// </summary>
/// <param name="Reason">For people; may be empty, at most <see cref="ProtocolLimits.MaxReasonBytes"/>.</param>
public sealed record ServerShuttingDown(string Reason) : ControlEvent
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.ServerShuttingDown;

    internal override int FieldCount => 1;

    internal override void WriteFields(FieldWriter fields) =>
        fields.WriteText("reason", Reason, ProtocolLimits.MaxReasonBytes);

    internal static ServerShuttingDown Read(ref FieldReader fields) =>
        new(fields.ReadText("reason", ProtocolLimits.MaxReasonBytes));
}
