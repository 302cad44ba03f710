using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Mcu.Server.Rooms;

// What people call themselves and their rooms, made safe to show in a terminal: control characters, line separators and
// characters that turn the direction of the line around are taken out, blanks at the ends go, and what is left has a length.
internal static class DisplayText
{
    // Cleans a display name of at most so many grapheme clusters. Where it cannot be used, `refusal` is the sentence that says
    // why.
    public static bool TryCleanName(
        string raw, int maxClusters, [NotNullWhen(true)] out string? name, [NotNullWhen(false)] out string? refusal) =>
        TryClean("name", raw, maxClusters, out name, out refusal);

    // Cleans a room code.
    public static bool TryCleanCode(
        string raw, int maxClusters, [NotNullWhen(true)] out string? code, [NotNullWhen(false)] out string? refusal) =>
        TryClean("room code", raw, maxClusters, out code, out refusal);

    // Cleans a text that may be empty, and that the protocol has bounded.
    public static string Clean(string raw)
    {
        var builder = new StringBuilder(raw.Length);
        foreach (Rune rune in raw.EnumerateRunes())
        {
            if (IsSafe(rune))
            {
                builder.Append(rune.ToString());
            }
        }

        return builder.ToString().Trim();
    }

    // Cuts a text between two characters so that it takes at most so many bytes of UTF-8, with an ellipsis where it was cut.
    public static string Shorten(string text, int maxBytes)
    {
        const string Ellipsis = "…";
        if (Encoding.UTF8.GetByteCount(text) <= maxBytes)
        {
            return text;
        }

        int left = maxBytes - Encoding.UTF8.GetByteCount(Ellipsis);
        int end = 0;
        while (end < text.Length)
        {
            int length = StringInfo.GetNextTextElementLength(text, end);
            left -= Encoding.UTF8.GetByteCount(text.AsSpan(end, length));
            if (left < 0)
            {
                break;
            }

            end += length;
        }

        return text[..end] + Ellipsis;
    }

    private static bool TryClean(
        string what,
        string raw,
        int maxClusters,
        [NotNullWhen(true)] out string? cleaned,
        [NotNullWhen(false)] out string? refusal)
    {
        cleaned = null;
        string text = Clean(raw);
        if (!text.EnumerateRunes().Any(IsVisible))
        {
            refusal = $"The {what} is empty; 1 to {maxClusters} characters are allowed.";
            return false;
        }

        // The bytes are counted first: finding clusters takes time that grows with the text.
        int bytes = Encoding.UTF8.GetByteCount(text);
        int maxBytes = maxClusters * RoomLimits.BytesPerCluster;
        if (bytes > maxBytes)
        {
            refusal =
                $"The {what} takes {bytes} bytes of UTF-8; at most {maxClusters} characters in {maxBytes} bytes are allowed.";
            return false;
        }

        int clusters = new StringInfo(text).LengthInTextElements;
        if (clusters > maxClusters)
        {
            refusal = $"The {what} has {clusters} characters; at most {maxClusters} are allowed.";
            return false;
        }

        cleaned = text;
        refusal = null;
        return true;
    }

    private static bool IsVisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.SpaceSeparator or UnicodeCategory.Format);

    private static bool IsSafe(Rune rune)
    {
        // The replacement character stands where a lone surrogate was, too; nobody means it.
        if (rune == Rune.ReplacementChar)
        {
            return false;
        }

        // Embeddings, overrides and isolates (UAX #9 §2): they would turn around what stands after the name on the line.
        if (rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
        {
            return false;
        }

        return Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
    }
}
