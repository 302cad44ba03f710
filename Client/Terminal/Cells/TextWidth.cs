using System.Globalization;
using System.Text;

namespace Mcu.Client.Terminal.Cells;

// Pure: how many columns a character takes in every terminal alike.
internal static class TextWidth
{
    // Beyond the first 65,536, narrow characters are drawn wider than they count or are unknown to terminals; not these letters,
    // with which people like to write their names.
    private const int FirstMathLetter = 0x1D400;
    private const int LastMathLetter = 0x1D7FF;

    // 1 or 2; 0 where it must not be written as it is.
    public static int Of(Rune rune)
    {
        if (rune.IsAscii)
        {
            return Rune.IsControl(rune) ? 0 : 1;
        }

        if (WidthTable.IsWide(rune.Value))
        {
            return 2;
        }

        return rune.Value is > char.MaxValue and (< FirstMathLetter or > LastMathLetter)
            || WidthTable.IsTroublesome(rune.Value)
            || !HasShape(rune)
            ? 0
            : 1;
    }

    private static bool HasShape(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.ConnectorPunctuation
            or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
            or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
            or UnicodeCategory.OtherPunctuation or UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol
            or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherSymbol => true,
        _ => false,
    };
}
