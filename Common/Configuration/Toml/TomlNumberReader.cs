using System.Globalization;

namespace Mcu.Common.Configuration.Toml;

// Reads what stands without quotes as a number: whole (decimal, hexadecimal, octal, binary), or with a fraction or an exponent.
internal static class TomlNumberReader
{
    private const string Allowed =
        "allowed are whole numbers such as 42, 1_000, 0xFF, 0o17 or 0b11, and numbers such as 0.5 or 1e6, without zeros "
        + "in front, and with _ between digits only";

    // The first ten are the decimal ones, and so on.
    private const string Digits = "0123456789abcdef";

    public static TomlValue Read(TomlLocation location, string token)
    {
        ReadOnlySpan<char> text = token;
        int radix = text switch
        {
            ['0', 'x', ..] => 16,
            ['0', 'o', ..] => 8,
            ['0', 'b', ..] => 2,
            _ => 10,
        };
        if (radix != 10)
        {
            ReadOnlySpan<char> digits = text[2..];
            return CountDigits(digits, radix) == digits.Length && digits.Length > 0
                ? new TomlInteger(location, Whole(location, token, digits, radix))
                : throw Malformed(location, token);
        }

        int sign = text is ['+' or '-', ..] ? 1 : 0;
        if (text[sign..] is "inf" or "nan")
        {
            double special = text[sign..] is "inf" ? double.PositiveInfinity : double.NaN;
            return new TomlFloat(location, text[0] == '-' ? -special : special);
        }

        int whole = CountDigits(text[sign..]);
        bool zeroInFront = whole > 1 && text[sign] == '0';
        if (whole == 0 || zeroInFront)
        {
            throw Malformed(location, token);
        }

        int end = sign + whole;
        if (end == text.Length)
        {
            return new TomlInteger(location, Whole(location, token, text, 10));
        }

        end = SkipPart(text, end, fraction: true);
        end = SkipPart(text, end, fraction: false);
        return end == text.Length
            ? new TomlFloat(location, double.Parse(token.Replace("_", ""), NumberStyles.Float, CultureInfo.InvariantCulture))
            : throw Malformed(location, token);
    }

    // The end of ".5" or of "e-3" where one stands; -1 never equals a length, so a point without digits is malformed.
    private static int SkipPart(ReadOnlySpan<char> text, int at, bool fraction)
    {
        if (at < 0 || at == text.Length || (fraction ? text[at] != '.' : text[at] is not ('e' or 'E')))
        {
            return at;
        }

        at++;
        if (!fraction && at < text.Length && text[at] is '+' or '-')
        {
            at++;
        }

        int digits = CountDigits(text[at..]);
        return digits == 0 ? -1 : at + digits;
    }

    // Characters of a run of digits with single underscores between them.
    private static int CountDigits(ReadOnlySpan<char> text, int radix = 10)
    {
        int count = 0;
        while (count < text.Length)
        {
            bool underscore = count > 0 && text[count] == '_';
            int digit = underscore ? count + 1 : count;
            if (digit >= text.Length || (uint)ValueOf(text[digit]) >= (uint)radix)
            {
                break;
            }

            count = digit + 1;
        }

        return count;
    }

    // -1 for what is no digit of any kind.
    private static int ValueOf(char digit) => Digits.IndexOf(char.ToLowerInvariant(digit));

    // The digits are known to be right; what is left is the range.
    private static long Whole(TomlLocation location, string token, ReadOnlySpan<char> text, int radix)
    {
        bool negative = text[0] == '-';
        Int128 value = 0;
        foreach (char unit in text)
        {
            if (unit is '_' or '+' or '-')
            {
                continue;
            }

            value = (value * radix) + ValueOf(unit);
            if (value > (Int128)long.MaxValue + (negative ? 1 : 0))
            {
                throw location.Error(
                    $"{token} is beyond 64 bits", $"allowed are whole numbers from {long.MinValue} to {long.MaxValue}");
            }
        }

        return (long)(negative ? -value : value);
    }

    private static TomlException Malformed(TomlLocation location, string token) =>
        location.Error($"{token} is no number", Allowed);
}
