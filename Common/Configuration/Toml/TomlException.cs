namespace Mcu.Common.Configuration.Toml;

/// <summary>
/// A TOML document is wrong, or a value in it is not one that may stand there. The message is
/// <c>FILE:LINE:COLUMN: what stood there; what is allowed</c>.
/// </summary>
public sealed class TomlException : ConfigurationException
{
    internal TomlException(TomlLocation location, string found, string allowed)
        : base($"{location}: {found}; {allowed}") => Location = location;

    /// <summary>Where it is wrong.</summary>
    public TomlLocation Location { get; }
}
