namespace Mcu.Common.Configuration.Toml;

/// <summary>
/// Reads TOML 1.0.0 (toml.io/en/v1.0.0), all of it and nothing else. Pure: text in, tables out. What the language leaves to
/// the reader: line breaks in strings become <c>\n</c>; a byte order mark at the start is skipped; fractions of a second are
/// cut off at 100 ns; whole numbers have 64 bits; leap seconds and the year 0000 are refused.
/// </summary>
public static class TomlDocument
{
    /// <summary>Reads a document.</summary>
    /// <param name="text">At most <see cref="TomlLimits.MaxBytes"/> as UTF-8.</param>
    /// <param name="fileName">What errors call it.</param>
    /// <exception cref="TomlException">It is not TOML, or beyond <see cref="TomlLimits"/>.</exception>
    public static TomlTable Parse(string text, string fileName) => Parse(TomlSource.Of(text, fileName));

    /// <summary>Reads a document.</summary>
    /// <param name="utf8">At most <see cref="TomlLimits.MaxBytes"/>.</param>
    /// <param name="fileName">What errors call it.</param>
    /// <exception cref="TomlException">It is not TOML, not UTF-8, or beyond <see cref="TomlLimits"/>.</exception>
    public static TomlTable Parse(ReadOnlySpan<byte> utf8, string fileName) => Parse(TomlSource.Of(utf8, fileName));

    private static TomlTable Parse(TomlSource source)
    {
        var scanner = new TomlScanner(source);
        var tables = new TableBuilder(source);
        var values = new TomlValueReader(scanner, tables);
        TomlTable table = tables.Root;
        int depth = 0;
        scanner.SkipLines();
        while (scanner.Current != TomlScanner.EndOfFile)
        {
            if (scanner.Current == '[')
            {
                (table, depth) = ReadHeader(scanner, tables);
            }
            else
            {
                values.ReadEntry(table, depth);
            }

            scanner.EndLine();
            scanner.SkipLines();
        }

        return tables.Root;
    }

    // [path] or [[path]]; the depth is that of what follows.
    private static (TomlTable Table, int Depth) ReadHeader(TomlScanner scanner, TableBuilder tables)
    {
        bool isArray = scanner.TryTake("[[");
        string end = isArray ? "]]" : "]";
        if (!isArray)
        {
            scanner.Advance(1);
        }

        List<TomlKey> path = TomlKey.ReadPath(scanner, 0);
        if (!scanner.TryTake(end))
        {
            throw scanner.Unexpected($"{end} after the name of the table");
        }

        return (isArray ? tables.Append(path) : tables.Open(path), path.Count);
    }
}
