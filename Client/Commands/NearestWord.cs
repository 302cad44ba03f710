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
                && Math.Abs(word.Length - written.Length) < fewest && Distance(written, word) is var edits && edits < fewest)
            {
                (nearest, fewest) = (word, edits);
            }
        }

        return nearest;
    }

    // Insertions, deletions, replacements and neighbours swapped (the optimal string alignment distance).
    private static int Distance(string a, string b)
    {
        Span<int> before = stackalloc int[MaxLength + 1];
        Span<int> above = stackalloc int[MaxLength + 1];
        Span<int> row = stackalloc int[MaxLength + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            above[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = above[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            above.CopyTo(before);
            row.CopyTo(above);
        }

        return above[b.Length];
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
