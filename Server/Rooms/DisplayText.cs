using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Mcu.Server.Rooms;

// What people call themselves and their rooms, made safe to show in a terminal: control characters, line separators and
// characters that turn the direction of the line around are taken out, blanks at the ends go, and what is left has a length.
internal static class DisplayText
{
    // Cleans a display name. Where it cannot be used, `refusal` is the sentence that says why.
    public static bool TryCleanName(string raw, [NotNullWhen(true)] out string? name, [NotNullWhen(false)] out string? refusal) =>
        TryClean("name", raw, RoomLimits.NameClusters, out name, out refusal);

    // Cleans a room code.
    public static bool TryCleanCode(string raw, [NotNullWhen(true)] out string? code, [NotNullWhen(false)] out string? refusal) =>
        TryClean("room code", raw, RoomLimits.CodeClusters, out code, out refusal);

    private static bool TryClean(
        string what,
        string raw,
        int maxClusters,
        [NotNullWhen(true)] out string? cleaned,
        [NotNullWhen(false)] out string? refusal)
    {
        cleaned = null;
        var builder = new StringBuilder(raw.Length);
        bool visible = false;
        foreach (Rune rune in raw.EnumerateRunes())
        {
            if (IsSafe(rune))
            {
                builder.Append(rune.ToString());
                visible |= Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.SpaceSeparator or UnicodeCategory.Format);
            }
        }

        string text = builder.ToString().Trim();
        if (!visible)
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
