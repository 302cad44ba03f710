namespace Mcu.Common.Configuration.Toml;

/// <summary>
/// A TOML document is wrong, or a value in it is not one that may stand there. The message is
/// <c>FILE:LINE:COLUMN: what stood there; what is allowed</c>.
/// </summary>
public sealed class TomlException : ConfigurationException
{
    // A word of a document may be as long as the document; a line on a terminal had better not.
    private const int MostShown = 240;

    internal TomlException(TomlLocation location, string found, string allowed)
        : base($"{location}: {Cut(found)}; {allowed}") => Location = location;

    /// <summary>Where it is wrong.</summary>
    public TomlLocation Location { get; }

    private static string Cut(string found)
    {
        if (found.Length <= MostShown)
        {
            return found;
        }

        int end = char.IsHighSurrogate(found[MostShown - 1]) ? MostShown - 1 : MostShown;
        return $"{found[..end]}…";
    }
}
