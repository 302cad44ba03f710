using System.Globalization;

namespace Mcu.Client.Terminal.Cells;

// Pure: any text, somebody else's name for instance, as clusters that are safe to write and whose widths add up.
internal static class DisplayText
{
    public static IReadOnlyList<DisplayCluster> Of(string text, bool isUnicode)
    {
        var clusters = new List<DisplayCluster>(text.Length);
        for (int i = 0; i < text.Length;)
        {
            int length = StringInfo.GetNextTextElementLength(text.AsSpan(i));
            clusters.Add(DisplayCluster.Of(text.AsSpan(i, length), isUnicode));
            i += length;
        }

        return clusters;
    }

    public static int WidthOf(IEnumerable<DisplayCluster> clusters) => clusters.Sum(cluster => cluster.Width);

    public static string Join(IEnumerable<DisplayCluster> clusters) => string.Concat(clusters.Select(cluster => cluster.Text));

    // The whole where it fits, else its beginning and an ellipsis; at most width columns (which may be 0).
    public static IReadOnlyList<DisplayCluster> Cut(IReadOnlyList<DisplayCluster> clusters, int width, bool isUnicode)
    {
        if (WidthOf(clusters) <= width)
        {
            return clusters;
        }

        DisplayCluster[] ellipsis = isUnicode ? [new DisplayCluster("…", 1)] : [new DisplayCluster("~", 1)];
        int room = Math.Max(0, width - 1);
        var kept = new List<DisplayCluster>();
        foreach (DisplayCluster cluster in clusters)
        {
            if ((room -= cluster.Width) < 0)
            {
                break;
            }

            kept.Add(cluster);
        }

        return width < 1 ? [] : [.. kept, .. ellipsis];
    }

    // Lines of at most width columns (2 or more), broken at blanks where there are any; at least one. Blanks at a break are left
    // out.
    public static IReadOnlyList<IReadOnlyList<DisplayCluster>> Wrap(IReadOnlyList<DisplayCluster> clusters, int width)
    {
        var lines = new List<IReadOnlyList<DisplayCluster>>();
        int start = 0;
        do
        {
            int end = Fitting(clusters, start, width);
            int cut = end < clusters.Count && clusters[end] != DisplayCluster.Blank ? LastBlank(clusters, start, end) : end;
            int next = cut;
            while (end < clusters.Count && next < clusters.Count && clusters[next] == DisplayCluster.Blank)
            {
                next++;
            }

            while (cut > start && end < clusters.Count && clusters[cut - 1] == DisplayCluster.Blank)
            {
                cut--;
            }

            lines.Add([.. clusters.Skip(start).Take(cut - start)]);
            start = next;
        }
        while (start < clusters.Count);

        return lines;
    }

    private static int Fitting(IReadOnlyList<DisplayCluster> clusters, int start, int width)
    {
        int end = start;
        for (int used = 0; end < clusters.Count && used + clusters[end].Width <= width; end++)
        {
            used += clusters[end].Width;
        }

        return end;
    }

    // Behind the last blank before end, where that leaves a third of the line or more; else end itself.
    private static int LastBlank(IReadOnlyList<DisplayCluster> clusters, int start, int end)
    {
        int least = start + ((end - start) / 3);
        for (int i = end - 1; i > least; i--)
        {
            if (clusters[i] == DisplayCluster.Blank)
            {
                return i + 1;
            }
        }

        return end;
    }
}
