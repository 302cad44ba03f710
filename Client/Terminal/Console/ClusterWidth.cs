namespace Mcu.Client.Terminal.Console;

// Where terminals agree on how many columns a cluster takes, and how far they may be apart where they do not. Pure.
internal static class ClusterWidth
{
    // One column everywhere: ASCII, and what frames and bars are made of.
    public static bool IsCertain(string text) =>
        text.Length == 1 && text[0] is (>= ' ' and < '\u007F') or (>= '\u2500' and <= '\u259F') or (>= '\u2800' and <= '\u28FF');

    // The most columns that any terminal takes for it: one that knows no clusters takes two for each character.
    public static int AtMost(string text)
    {
        if (IsCertain(text))
        {
            return 1;
        }

        int width = 0;
        foreach (char c in text)
        {
            width += char.IsLowSurrogate(c) ? 0 : 2;
        }

        return width;
    }
}
