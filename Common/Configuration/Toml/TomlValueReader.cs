namespace Mcu.Common.Configuration.Toml;

// Reads one value, whatever it is. `depth` is how many tables and arrays it lies in; that is bounded, and so is the stack.
internal sealed class TomlValueReader(TomlScanner scanner, TableBuilder tables)
{
    private const string Allowed =
        "a value: text in quotes, a number, true, false, a date or a time, an array in [ ] or a table in { }";

    public TomlValue Read(int depth)
    {
        TomlLocation location = scanner.Here;
        return scanner.Current switch
        {
            '"' or '\'' => new TomlString(location, TomlStringReader.Read(scanner)),
            '[' or '{' when depth >= TomlLimits.MaxDepth => throw location.Error(
                "this value lies too deep", TomlLimits.DepthAllowed),
            '[' => ReadArray(location, depth + 1),
            '{' => ReadInlineTable(location, depth + 1),
            _ => ReadBare(location),
        };
    }

    // key = value
    public void ReadEntry(TomlTable table, int depth)
    {
        List<TomlKey> path = TomlKey.ReadPath(scanner, depth);
        if (!scanner.TryTake("="))
        {
            throw scanner.Unexpected("= and a value after the key");
        }

        scanner.SkipBlanks();
        tables.Set(table, path, Read(depth + path.Count));
    }

    private TomlArray ReadArray(TomlLocation location, int depth)
    {
        var array = new TomlArray(location, grows: false);
        scanner.Advance(1);
        scanner.SkipLines();
        while (!scanner.TryTake("]"))
        {
            array.Add(Read(depth));
            scanner.SkipLines();
            if (scanner.TryTake(","))
            {
                scanner.SkipLines();
            }
            else if (scanner.Current != ']')
            {
                throw scanner.Unexpected($"a comma, or the ] of the array that began on line {location.Line}");
            }
        }

        return array;
    }

    // On one line, and without a comma after the last entry.
    private TomlTable ReadInlineTable(TomlLocation location, int depth)
    {
        var table = new TomlTable(location, TableOrigin.Inline);
        scanner.Advance(1);
        scanner.SkipBlanks();
        if (scanner.TryTake("}"))
        {
            return table;
        }

        do
        {
            ReadEntry(table, depth);
            scanner.SkipBlanks();
        }
        while (scanner.TryTake(","));
        return scanner.TryTake("}") ? table : throw scanner.Unexpected("a comma or }, on the same line");
    }

    private TomlValue ReadBare(TomlLocation location)
    {
        string token = TakeToken();
        return token switch
        {
            "" => throw scanner.Unexpected(Allowed),
            "true" or "false" => new TomlBoolean(location, token == "true"),
            _ when TomlDateTimeReader.Fits(token) => TomlDateTimeReader.Read(location, token),
            [>= '0' and <= '9' or '+' or '-' or '.', ..] or "inf" or "nan" => TomlNumberReader.Read(location, token),
            _ => throw location.Error($"{token} is no value", $"allowed is {Allowed}"),
        };
    }

    private string TakeToken()
    {
        ReadOnlySpan<char> rest = scanner.Rest;
        int length = CountToken(rest);
        // A date and its time may have a space between them.
        if (TomlDateTimeReader.StartsWithDate(rest[..length]) && rest[length..] is [' ', >= '0' and <= '9', ..])
        {
            length += 1 + CountToken(rest[(length + 1)..]);
        }

        scanner.Advance(length);
        return rest[..length].ToString();
    }

    private static int CountToken(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length
            && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '_' or '+' or '-' or '.' or ':'))
        {
            length++;
        }

        return length;
    }
}
