using System.Globalization;
using System.Text;

namespace Mcu.Common.Configuration.Toml;

// Reads the four kinds of strings. The scanner stands at the opening quote.
internal static class TomlStringReader
{
    public static string Read(TomlScanner scanner)
    {
        char quote = (char)scanner.Current;
        return scanner.Rest.StartsWith([quote, quote, quote]) ? ReadMultiLine(scanner, quote) : ReadSingleLine(scanner);
    }

    public static string ReadSingleLine(TomlScanner scanner)
    {
        int start = scanner.Offset;
        char quote = (char)scanner.Current;
        scanner.Advance(1);
        var text = new StringBuilder();
        while (scanner.Current != quote)
        {
            if (scanner.Current == TomlScanner.EndOfFile || scanner.AtNewline)
            {
                throw scanner.Source.Error(
                    start, "this string does not end on its line", $"{quote} must close it");
            }

            if (scanner.Current == '\\' && quote == '"')
            {
                ReadEscape(scanner, text);
            }
            else
            {
                text.Append(scanner.TakeText());
            }
        }

        scanner.Advance(1);
        return text.ToString();
    }

    private static string ReadMultiLine(TomlScanner scanner, char quote)
    {
        int start = scanner.Offset;
        scanner.Advance(3);
        scanner.TryTakeNewline();
        var text = new StringBuilder();
        while (true)
        {
            if (scanner.Current == TomlScanner.EndOfFile)
            {
                throw scanner.Source.Error(start, "this string does not end", $"{quote}{quote}{quote} must close it");
            }

            // Up to two quotes may stand right before the three that close it.
            int quotes = CountQuotes(scanner, quote, 5);
            scanner.Advance(quotes);
            text.Append(quote, quotes < 3 ? quotes : quotes - 3);
            if (quotes >= 3)
            {
                return text.ToString();
            }

            if (scanner.TryTakeNewline())
            {
                text.Append('\n');
            }
            else if (scanner.Current == '\\' && quote == '"')
            {
                if (!TrySkipLineEnd(scanner))
                {
                    ReadEscape(scanner, text);
                }
            }
            else if (quotes == 0)
            {
                text.Append(scanner.TakeText());
            }
        }
    }

    private static int CountQuotes(TomlScanner scanner, char quote, int most)
    {
        ReadOnlySpan<char> rest = scanner.Rest;
        int count = 0;
        while (count < most && count < rest.Length && rest[count] == quote)
        {
            count++;
        }

        return count;
    }

    // A backslash at the end of a line, blanks after it or not, takes all line ends and blanks that follow with it.
    private static bool TrySkipLineEnd(TomlScanner scanner)
    {
        ReadOnlySpan<char> after = scanner.Rest[1..].TrimStart(" \t");
        if (!after.StartsWith('\n') && !after.StartsWith("\r\n"))
        {
            return false;
        }

        scanner.Advance(1);
        do
        {
            scanner.SkipBlanks();
        }
        while (scanner.TryTakeNewline());
        return true;
    }

    private static void ReadEscape(TomlScanner scanner, StringBuilder text)
    {
        ReadOnlySpan<char> escape = scanner.Rest;
        char? plain = (escape.Length > 1 ? escape[1] : '\0') switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            _ => null,
        };
        if (plain is { } unit)
        {
            scanner.Advance(2);
            text.Append(unit);
            return;
        }

        int digits = escape is [_, 'u', ..] ? 4 : escape is [_, 'U', ..] ? 8 : 0;
        if (digits == 0)
        {
            throw scanner.Source.Error(
                scanner.Offset,
                "this \\ begins no escape",
                """allowed are \b \t \n \f \r \" \\ \uXXXX and \UXXXXXXXX; text in single quotes has no escapes""");
        }

        if (escape.Length < 2 + digits
            || !uint.TryParse(
                escape.Slice(2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code)
            || !Rune.TryCreate(code, out Rune rune))
        {
            throw scanner.Source.Error(
                scanner.Offset,
                $"this \\{escape[1]} names no character",
                $"allowed are {digits} hex digits of a Unicode character, 0 to D7FF or E000 to 10FFFF");
        }

        scanner.Advance(2 + digits);
        text.Append(rune.ToString());
    }
}
