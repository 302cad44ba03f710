using System.Globalization;
using System.Text;

namespace Mcu.Client.Terminal.Cells;

// One grapheme cluster as it may be written to any terminal: one base, with two accents at most, and 1 or 2 columns wide. What
// terminals disagree on (flags, joined emoji, skin tones, conjuncts) is shown by its base alone; what has no shape or could
// drive the terminal is replaced.
internal readonly record struct DisplayCluster(string Text, int Width)
{
    private const int MaxMarks = 2;

    private static readonly string[] s_ascii =
        [.. Enumerable.Range(0, 128).Select(code => ((char)code).ToString())];

    public static DisplayCluster Blank { get; } = new(" ", 1);

    // Text: one grapheme cluster, not empty.
    public static DisplayCluster Of(ReadOnlySpan<char> text, bool isUnicode)
    {
        if (text.Length == 1 && text[0] is >= ' ' and < '\u007F')
        {
            return new DisplayCluster(s_ascii[text[0]], 1);
        }

        if (Rune.DecodeFromUtf16(text, out Rune first, out int used) != System.Buffers.OperationStatus.Done)
        {
            return Replacement(isUnicode);
        }

        if (Rune.GetUnicodeCategory(first) == UnicodeCategory.SpaceSeparator)
        {
            return Blank;
        }

        int width = TextWidth.Of(first);
        if (width == 0 || (!isUnicode && !first.IsAscii))
        {
            return Replacement(isUnicode);
        }

        bool isWhole = isUnicode && width == 1 && AreMarks(text[used..]);
        return new DisplayCluster(isWhole ? text.ToString() : text[..used].ToString(), width);
    }

    private static bool AreMarks(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (++count > MaxMarks || !WidthTable.IsMark(rune.Value))
            {
                return false;
            }
        }

        return true;
    }

    private static DisplayCluster Replacement(bool isUnicode) => new(isUnicode ? "\uFFFD" : "?", 1);
}
