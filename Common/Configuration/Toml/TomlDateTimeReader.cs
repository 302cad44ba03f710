using System.Globalization;

namespace Mcu.Common.Configuration.Toml;

// Reads dates and times (RFC 3339). Second 60 is refused: .NET has no leap seconds, and neither has a local time.
internal static class TomlDateTimeReader
{
    private const int DateLength = 10;
    private const int TimeLength = 8;
    private const int OffsetLength = 6;

    // Whether this can be nothing else: four digits and a -, or two and a colon.
    public static bool Fits(ReadOnlySpan<char> token) => StartsWithDate(token) || Fits(token, "00:");

    public static bool StartsWithDate(ReadOnlySpan<char> token) => Fits(token, "0000-");

    public static TomlDateTime Read(TomlLocation location, string token)
    {
        ReadOnlySpan<char> rest = token;
        DateOnly? date = null;
        if (StartsWithDate(rest))
        {
            date = ReadDate(ref rest) ?? throw Malformed(location, token);
            if (rest.IsEmpty)
            {
                return new TomlDateTime(location, date, null, null);
            }

            rest = rest[0] is 'T' or 't' or ' ' ? rest[1..] : throw Malformed(location, token);
        }

        TimeOnly time = ReadTime(ref rest) ?? throw Malformed(location, token);
        TimeSpan? offset = rest.IsEmpty || date is null ? null : ReadOffset(ref rest);
        return rest.IsEmpty ? new TomlDateTime(location, date, time, offset) : throw Malformed(location, token);
    }

    private static DateOnly? ReadDate(ref ReadOnlySpan<char> text)
    {
        if (!Fits(text, "0000-00-00")
            || !DateOnly.TryParseExact(
                text[..DateLength], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
        {
            return null;
        }

        text = text[DateLength..];
        return date;
    }

    private static TimeOnly? ReadTime(ref ReadOnlySpan<char> text)
    {
        if (!Fits(text, "00:00:00")
            || !TimeOnly.TryParseExact(
                text[..TimeLength], "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time))
        {
            return null;
        }

        text = text[TimeLength..];
        if (text is not ['.', >= '0' and <= '9', ..])
        {
            return time;
        }

        text = text[1..];
        long unit = TimeSpan.TicksPerSecond;
        long ticks = 0;
        while (text is [>= '0' and <= '9', ..])
        {
            unit /= 10;
            ticks += (text[0] - '0') * unit;
            text = text[1..];
        }

        return new TimeOnly(time.Ticks + ticks);
    }

    private static TimeSpan? ReadOffset(ref ReadOnlySpan<char> text)
    {
        if (text is "Z" or "z")
        {
            text = [];
            return TimeSpan.Zero;
        }

        if (text.Length != OffsetLength || text[0] is not ('+' or '-') || !Fits(text[1..], "00:00"))
        {
            return null;
        }

        int hours = int.Parse(text.Slice(1, 2), NumberStyles.None, CultureInfo.InvariantCulture);
        int minutes = int.Parse(text.Slice(4, 2), NumberStyles.None, CultureInfo.InvariantCulture);
        if (hours > 23 || minutes > 59)
        {
            return null;
        }

        var offset = new TimeSpan(hours, minutes, 0);
        offset = text[0] == '-' ? -offset : offset;
        text = [];
        return offset;
    }

    // Whether the text begins like the shape, where a 0 stands for any digit.
    private static bool Fits(ReadOnlySpan<char> text, ReadOnlySpan<char> shape)
    {
        if (text.Length < shape.Length)
        {
            return false;
        }

        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i] == '0' ? !char.IsAsciiDigit(text[i]) : text[i] != shape[i])
            {
                return false;
            }
        }

        return true;
    }

    private static TomlException Malformed(TomlLocation location, string token) => location.Error(
        $"{token} is no date or time",
        "allowed are 1979-05-27, 07:32:00, 07:32:00.5, 1979-05-27T07:32:00 and 1979-05-27T07:32:00Z or with +01:00 for Z, "
        + "with years from 0001 and seconds to 59");
}
