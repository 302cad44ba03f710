namespace Mcu.Common.Protocol;

/// <summary>A further part of the roster that <see cref="Joined"/> began.</summary>
/// <param name="Roster">At most <see cref="ProtocolLimits.MaxRosterPart"/> participants.</param>
/// <param name="More">Whether further parts follow.</param>
public sealed record RosterPart(IReadOnlyList<RosterEntry> Roster, bool More) : ControlEvent
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.RosterPart;

    internal override int FieldCount => 2;

    /// <summary>Compares the roster entry by entry.</summary>
    public bool Equals(RosterPart? other) =>
        other is not null && More == other.More && Roster.SequenceEqual(other.Roster);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Roster.Count, More);

    internal override void WriteFields(FieldWriter fields)
    {
        fields.WriteRoster(Roster);
        fields.WriteBoolean(More);
    }

    internal static RosterPart Read(ref FieldReader fields) => new(fields.ReadRoster(), fields.ReadBoolean("more"));
}
