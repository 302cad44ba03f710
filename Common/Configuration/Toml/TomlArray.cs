namespace Mcu.Common.Configuration.Toml;

/// <summary>An array: one that stands as a value, or the tables that <c>[[…]]</c> added to one name.</summary>
public sealed class TomlArray : TomlValue
{
    private readonly List<TomlValue> _items = [];

    // Grows: whether later [[…]] may add to it.
    internal TomlArray(TomlLocation location, bool grows)
        : base(location) => Grows = grows;

    /// <summary>What is in it, in order.</summary>
    public IReadOnlyList<TomlValue> Items => _items;

    /// <inheritdoc/>
    public override string Description => "an array";

    internal bool Grows { get; }

    internal void Add(TomlValue item) => _items.Add(item);
}
