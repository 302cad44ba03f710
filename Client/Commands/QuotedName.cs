using System.Text;

namespace Mcu.Client.Commands;

// Pure: a name in quotes, in which a backslash takes the next character as it is.
internal static class QuotedName
{
    // What TryRead reads back as this name.
    public static string Of(string name) =>
        $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // Text: begins with a quote. Rest: what follows the name, without blanks around it. False where the quote is not closed.
    public static bool TryRead(string text, out string name, out string rest)
    {
        var inside = new StringBuilder();
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                name = inside.ToString();
                rest = text[(i + 1)..].Trim();
                return true;
            }

            i += text[i] == '\\' && i + 1 < text.Length ? 1 : 0;
            inside.Append(text[i]);
        }

        name = rest = "";
        return false;
    }
}
