namespace Mcu.Common.Configuration.Toml;

// One part of a dotted key.
internal readonly record struct TomlKey(string Text, int Offset)
{
    private const string Allowed = "a key: letters, digits, _ and -, or anything in quotes";

    // A key of one or more parts, with the blanks around it. `depth` says how deep its table lies already.
    public static List<TomlKey> ReadPath(TomlScanner scanner, int depth)
    {
        List<TomlKey> path = [];
        do
        {
            scanner.SkipBlanks();
            if (depth + path.Count >= TomlLimits.MaxDepth)
            {
                throw scanner.Source.Error(
                    scanner.Offset, "this key lies too deep", TomlLimits.DepthAllowed);
            }

            path.Add(ReadPart(scanner));
            scanner.SkipBlanks();
        }
        while (scanner.TryTake("."));
        return path;
    }

    private static TomlKey ReadPart(TomlScanner scanner)
    {
        int offset = scanner.Offset;
        if (scanner.Current is '"' or '\'')
        {
            return new TomlKey(TomlStringReader.ReadSingleLine(scanner), offset);
        }

        ReadOnlySpan<char> rest = scanner.Rest;
        int length = 0;
        while (length < rest.Length && (char.IsAsciiLetterOrDigit(rest[length]) || rest[length] is '_' or '-'))
        {
            length++;
        }

        if (length == 0)
        {
            throw scanner.Unexpected(Allowed);
        }

        scanner.Advance(length);
        return new TomlKey(rest[..length].ToString(), offset);
    }
}
