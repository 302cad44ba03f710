using System.Diagnostics.CodeAnalysis;

namespace Mcu.Common.Configuration.Toml;

/// <summary>A table: keys, each once, in the order in which they were first named.</summary>
public sealed class TomlTable : TomlValue
{
    private readonly List<TomlEntry> _entries = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    internal TomlTable(TomlLocation location, TableOrigin origin)
        : base(location) => Origin = origin;

    /// <summary>What is in it.</summary>
    public IReadOnlyList<TomlEntry> Entries => _entries;

    /// <inheritdoc/>
    public override string Description => "a table";

    // How it came to be, which decides who may still add to it.
    internal TableOrigin Origin { get; set; }

    /// <summary>The entry of that key, where there is one.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out TomlEntry? entry)
    {
        entry = _places.TryGetValue(key, out int place) ? _entries[place] : null;
        return entry is not null;
    }

    internal void Add(TomlEntry entry)
    {
        _places.Add(entry.Key, _entries.Count);
        _entries.Add(entry);
    }
}

/// <summary>A key of a table and what it stands for.</summary>
/// <param name="Key">The key, quotes and escapes resolved.</param>
/// <param name="Location">Where the key stood first.</param>
/// <param name="Value">What it stands for.</param>
public sealed record TomlEntry(string Key, TomlLocation Location, TomlValue Value);

// How a table came to be.
internal enum TableOrigin
{
    // Named on the way to another: [a.b] makes a. One [a] may still follow.
    Implied,

    // By its own header, or the document itself: closed to further headers and to dotted keys from outside.
    Header,

    // By dotted keys: open to more of them in the same place and to headers of tables below it, closed to its own header.
    Dotted,

    // {…}: closed to everything.
    Inline,
}
