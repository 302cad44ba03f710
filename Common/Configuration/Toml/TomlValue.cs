using System.Globalization;

namespace Mcu.Common.Configuration.Toml;

/// <summary>A value in a document: one of the sealed types below, <see cref="TomlArray"/> or <see cref="TomlTable"/>.</summary>
public abstract class TomlValue
{
    private protected TomlValue(TomlLocation location) => Location = location;

    /// <summary>Where it begins.</summary>
    public TomlLocation Location { get; }

    /// <summary>What it is, in words for a sentence: <c>the text "abc"</c>, <c>the whole number 5</c>, <c>a table</c>.</summary>
    public abstract string Description { get; }
}

/// <summary>A string of any of the four kinds, its escapes resolved, line breaks as <c>\n</c>.</summary>
public sealed class TomlString : TomlValue
{
    private const int MostShown = 60;

    internal TomlString(TomlLocation location, string value)
        : base(location) => Value = value;

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override string Description =>
        $"the text {TomlText.Quote(Value.Length > MostShown ? $"{Value[..MostShown]}…" : Value)}";
}

/// <summary>A whole number.</summary>
public sealed class TomlInteger : TomlValue
{
    internal TomlInteger(TomlLocation location, long value)
        : base(location) => Value = value;

    /// <summary>The number.</summary>
    public long Value { get; }

    /// <inheritdoc/>
    public override string Description => $"the whole number {Value.ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>A number of IEEE 754 binary64; one too large for that is infinite.</summary>
public sealed class TomlFloat : TomlValue
{
    internal TomlFloat(TomlLocation location, double value)
        : base(location) => Value = value;

    /// <summary>The number, or an infinity, or NaN.</summary>
    public double Value { get; }

    /// <inheritdoc/>
    public override string Description => $"the number {TomlText.Write(Value)}";
}

/// <summary>True or false.</summary>
public sealed class TomlBoolean : TomlValue
{
    internal TomlBoolean(TomlLocation location, bool value)
        : base(location) => Value = value;

    /// <summary>Which of them.</summary>
    public bool Value { get; }

    /// <inheritdoc/>
    public override string Description => Value ? "true" : "false";
}

/// <summary>
/// A date, a time, both, or both with an offset from UTC. The parts stand for themselves, as .NET's own types with an offset take
/// fewer offsets than RFC 3339.
/// </summary>
public sealed class TomlDateTime : TomlValue
{
    internal TomlDateTime(TomlLocation location, DateOnly? date, TimeOnly? time, TimeSpan? offset)
        : base(location)
    {
        Date = date;
        Time = time;
        Offset = offset;
    }

    /// <summary>The date, but for a local time.</summary>
    public DateOnly? Date { get; }

    /// <summary>The time, but for a local date; digits beyond 100 ns are cut off.</summary>
    public TimeOnly? Time { get; }

    /// <summary>The offset from UTC, of an offset date-time only; within a day.</summary>
    public TimeSpan? Offset { get; }

    /// <inheritdoc/>
    public override string Description => Date is null ? "a time" : Time is null ? "a date" : "a date with a time";
}
