using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Mcu.Server.Hosting;

// Reads what stands after an option. Each answers with the value or with a sentence: what stood there, and what is allowed.
internal static class OptionText
{
    private static readonly (string Name, LogLevel Level)[] s_levels =
    [
        ("trace", LogLevel.Trace), ("debug", LogLevel.Debug), ("info", LogLevel.Information),
        ("warn", LogLevel.Warning), ("error", LogLevel.Error), ("none", LogLevel.None),
    ];

    public static bool TryReadEndPoint(
        string option, string text, [NotNullWhen(true)] out IPEndPoint? endPoint, [NotNullWhen(false)] out string? refusal)
    {
        int colon = text.LastIndexOf(':');
        ReadOnlySpan<char> address = colon < 0 ? text : text.AsSpan(0, colon);
        bool bracketed = address.Length > 2 && address[0] == '[' && address[^1] == ']';
        // An IPv6 address without brackets cannot be told from its port.
        bool shaped = colon >= 0 && bracketed == address.Contains(':');
        if (shaped
            && IPAddress.TryParse(bracketed ? address[1..^1] : address, out IPAddress? parsed)
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
        {
            endPoint = new IPEndPoint(parsed, port);
            refusal = null;
            return true;
        }

        endPoint = null;
        refusal = $"{option} is \"{text}\", but must be ADDRESS:PORT, such as 0.0.0.0:4433 or [::]:4433, "
            + "with a port from 0 (any free one) to 65535.";
        return false;
    }

    public static bool TryReadInteger(
        string option, string text, int least, int most, out int value, [NotNullWhen(false)] out string? refusal)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= least && value <= most)
        {
            refusal = null;
            return true;
        }

        refusal = $"{option} is \"{text}\", but must be a whole number from {least} to {most}.";
        return false;
    }

    public static bool TryReadShare(string option, string text, out float value, [NotNullWhen(false)] out string? refusal)
    {
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value >= 0 && value <= 1)
        {
            refusal = null;
            return true;
        }

        refusal = $"{option} is \"{text}\", but must be a number from 0.0 to 1.0.";
        return false;
    }

    public static bool TryReadLogLevel(string option, string text, out LogLevel level, [NotNullWhen(false)] out string? refusal)
    {
        foreach ((string name, LogLevel known) in s_levels)
        {
            if (string.Equals(name, text, StringComparison.OrdinalIgnoreCase))
            {
                level = known;
                refusal = null;
                return true;
            }
        }

        level = default;
        refusal = $"{option} is \"{text}\", but must be one of {string.Join(", ", s_levels.Select(known => known.Name))}.";
        return false;
    }
}
