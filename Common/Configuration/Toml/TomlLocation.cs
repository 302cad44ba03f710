namespace Mcu.Common.Configuration.Toml;

/// <summary>A place in a document. Line and column are found when they are asked for, which only errors do.</summary>
public readonly struct TomlLocation : IEquatable<TomlLocation>
{
    private readonly TomlSource _source;
    private readonly int _offset;

    internal TomlLocation(TomlSource source, int offset)
    {
        _source = source;
        _offset = offset;
    }

    /// <summary>The document's name, as it was given.</summary>
    public string FileName => _source.FileName;

    /// <summary>From 1.</summary>
    public int Line => Before.Count('\n') + 1;

    /// <summary>From 1, in Unicode code points; a tab is one.</summary>
    public int Column
    {
        get
        {
            int column = 1;
            foreach (char unit in Before[(Before.LastIndexOf('\n') + 1)..])
            {
                column += char.IsLowSurrogate(unit) ? 0 : 1;
            }

            return column;
        }
    }

    private ReadOnlySpan<char> Before => _source.Text.AsSpan(0, _offset);

    /// <summary>The error that what stands here may not stand here.</summary>
    /// <param name="found">What stands here, in words.</param>
    /// <param name="allowed">What may stand here, in words.</param>
    public TomlException Error(string found, string allowed) => new(this, found, allowed);

    /// <summary><c>FILE:LINE:COLUMN</c>.</summary>
    public override string ToString() => $"{FileName}:{Line}:{Column}";

    /// <inheritdoc/>
    public bool Equals(TomlLocation other) => ReferenceEquals(_source, other._source) && _offset == other._offset;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TomlLocation other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_source, _offset);

    /// <summary>Whether both are the same place in the same document.</summary>
    public static bool operator ==(TomlLocation left, TomlLocation right) => left.Equals(right);

    /// <summary>Whether they are different places.</summary>
    public static bool operator !=(TomlLocation left, TomlLocation right) => !left.Equals(right);
}
