using System.Text;

namespace Mcu.Common;

/// <summary>What stood there, to be shown in a sentence: in quotes, short, and without what could drive a terminal.</summary>
public static class Quoted
{
    // Arbitrary: enough to recognize it by, and a fingerprint with a colon after each byte is shown whole.
    private const int MaxLength = 100;

    /// <summary>The text in double quotes; control characters and halves of surrogate pairs become U+FFFD.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = new StringBuilder("\"");
        foreach (Rune rune in text.AsSpan(0, Math.Min(text.Length, MaxLength)).EnumerateRunes())
        {
            shown.Append(Rune.IsControl(rune) ? Rune.ReplacementChar : rune);
        }

        return shown.Append(text.Length > MaxLength ? "…\"" : "\"").ToString();
    }
}
