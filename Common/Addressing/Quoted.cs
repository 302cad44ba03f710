namespace Mcu.Common.Addressing;

// What stood there, to be shown in a sentence: in quotes, short, and without what could drive a terminal.
internal static class Quoted
{
    // Arbitrary: enough to recognize it by.
    private const int MaxLength = 80;

    public static string Of(string text)
    {
        string shown = text.Length <= MaxLength ? text : $"{text[..MaxLength]}…";
        return $"\"{string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c))}\"";
    }
}
