namespace Mcu.Common;

/// <summary>How far a word is from another one, to find what somebody may have meant.</summary>
public static class EditDistance
{
    /// <summary>
    /// Letters to insert, remove, replace or swap with their neighbour (Damerau and Levenshtein's distance, where no swapped
    /// pair is edited again). Case does not count. Its work is the product of both lengths, which the caller bounds.
    /// </summary>
    public static int Between(string from, string to)
    {
        int[] beforeThat = new int[to.Length + 1];
        int[] previous = new int[to.Length + 1];
        int[] current = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            (beforeThat, previous, current) = (previous, current, beforeThat);
            current[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = previous[j - 1] + (Same(from[i - 1], to[j - 1]) ? 0 : 1);
                current[j] = Math.Min(replaced, 1 + Math.Min(previous[j], current[j - 1]));
                if (i > 1 && j > 1 && Same(from[i - 1], to[j - 2]) && Same(from[i - 2], to[j - 1]))
                {
                    current[j] = Math.Min(current[j], 1 + beforeThat[j - 2]);
                }
            }
        }

        return current[to.Length];
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
