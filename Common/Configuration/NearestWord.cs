namespace Mcu.Common.Configuration;

// Finds what somebody may have meant: the word with the fewest letters to insert, remove, replace or swap with the next.
internal static class NearestWord
{
    // Longer words are cut before they are compared or shown; no word of ours comes near.
    private const int MaxLength = 64;

    // There must be at least one word; of several as near as each other, the first.
    public static string Find(string wrong, IEnumerable<string> words) => words.MinBy(word => Distance(Cut(wrong), word))!;

    public static string Cut(string word) => word.Length <= MaxLength ? word : $"{word[..MaxLength]}…";

    // Damerau and Levenshtein's distance, where no swapped pair is edited again.
    internal static int Distance(string from, string to)
    {
        int[] previous = new int[to.Length + 1];
        int[] current = [.. Enumerable.Range(0, to.Length + 1)];
        int[] beforeThat = new int[to.Length + 1];
        for (int i = 1; i <= from.Length; i++)
        {
            (beforeThat, previous, current) = (previous, current, beforeThat);
            current[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = previous[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, 1 + Math.Min(previous[j], current[j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    current[j] = Math.Min(current[j], 1 + beforeThat[j - 2]);
                }
            }
        }

        return current[to.Length];
    }
}
