using Mcu.Common;

namespace Mcu.Client.Commands;

// Pure: what somebody may have meant who wrote something else.
internal static class NearestWord
{
    // Longer words are not compared: the work is the product of both lengths. Arbitrary.
    private const int MaxLength = 64;

    // The word with the fewest edits from what stands there, where there are few enough: one for each three characters begun.
    // Of two as near, the first. Case does not count.
    public static string? Of(string written, IEnumerable<string> words)
    {
        string? nearest = null;
        int fewest = ((Math.Min(written.Length, MaxLength) + 2) / 3) + 1;
        foreach (string word in words)
        {
            if (word.Length <= MaxLength && written.Length <= MaxLength
                && Math.Abs(word.Length - written.Length) < fewest
                && EditDistance.Between(written, word) is var edits && edits < fewest)
            {
                (nearest, fewest) = (word, edits);
            }
        }

        return nearest;
    }
}
