using System.Text;

namespace Mcu.Client.Commands;

// Pure: pieces of a line, as sentences show them.
internal static class CommandText
{
    // In quotes, and shortened where it is long.
    public static string Shown(string text)
    {
        if (text.Length <= CommandLimits.MaxShown)
        {
            return $"\"{text}\"";
        }

        int end = char.IsHighSurrogate(text[CommandLimits.MaxShown - 1]) ? CommandLimits.MaxShown - 1 : CommandLimits.MaxShown;
        return $"\"{text[..end]}…\"";
    }

    // What must not stand in a line, as "U+0007", or null. Tabs are blanks.
    public static string? FindControl(string line)
    {
        foreach (Rune rune in line.EnumerateRunes())
        {
            if (Rune.IsControl(rune) && rune.Value != '\t')
            {
                return $"U+{rune.Value:X4}";
            }
        }

        return null;
    }
}
