namespace Mcu.Common.Protocol;

/// <summary>Another participant is host now.</summary>
/// <param name="HostId">Who.</param>
public sealed record HostChanged(ulong HostId) : ControlEvent
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.HostChanged;

    internal override int FieldCount => 1;

    internal override void WriteFields(FieldWriter fields) => fields.WriteParticipantId("host_id", HostId);

    internal static HostChanged Read(ref FieldReader fields) => new(fields.ReadParticipantId("host_id"));
}
