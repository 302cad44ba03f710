using System.Globalization;

namespace Mcu.Client.Hosting;

// Pure: durations as people write them: "10s", "500ms", "2m", "1.5h", and a plain number of seconds.
internal static class DurationText
{
    public const string Allowed = "a number with ms, s, m or h (500ms, 10s, 2m), or a plain number of seconds, from 20ms to 24h";

    private static readonly TimeSpan s_min = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_max = TimeSpan.FromHours(24);

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        string number = text.TrimEnd('m', 's', 'h');
        double? milliseconds = text[number.Length..] switch
        {
            "ms" => 1,
            "" or "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            _ => null,
        };
        if (milliseconds is null || number.Length > 12
            || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            || !(value * milliseconds.Value <= s_max.TotalMilliseconds))
        {
            return false;
        }

        duration = TimeSpan.FromMilliseconds(value * milliseconds.Value);
        return duration >= s_min;
    }
}
