using System.Globalization;
using System.Text;

namespace Mcu.Client.Commands;

// Pure: what of a name counts when it is compared: not its case, not how many blanks stand between two words or around them, and
// not characters that cannot be seen (so that nobody passes for another by one of those). An accent typed as a character of its
// own does count: there is no ICU here to put them together (InvariantGlobalization).
internal static class NameKey
{
    public static IEqualityComparer<string> Comparer => StringComparer.OrdinalIgnoreCase;

    public static string Of(string name)
    {
        var key = new StringBuilder(name.Length);
        bool blank = false;
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                blank = key.Length > 0;
            }
            else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)
            {
                key.Append(blank ? " " : "").Append(rune.ToString());
                blank = false;
            }
        }

        return key.ToString();
    }
}
