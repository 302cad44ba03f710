namespace Mcu.Common.Configuration;

// Finds what somebody may have meant, however far it is: there is a list to look at then.
internal static class NearestWord
{
    // Longer words are cut before they are compared or shown; no word of ours comes near.
    private const int MaxLength = 64;

    // There must be at least one word; of several as near as each other, the first.
    public static string Find(string wrong, IEnumerable<string> words) =>
        words.MinBy(word => EditDistance.Between(Cut(wrong), word))!;

    public static string Cut(string word) => word.Length <= MaxLength ? word : $"{word[..MaxLength]}…";
}
