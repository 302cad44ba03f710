using Mcu.Client.Terminal.Cells;

namespace Mcu.Client.Terminal.View;

// One row in the making: clusters and how they look. Whatever text is added is made safe to write.
internal sealed class StyledLine(bool isUnicode)
{
    private readonly List<(DisplayCluster Cluster, CellStyle Style)> _clusters = [];

    public IReadOnlyList<(DisplayCluster Cluster, CellStyle Style)> Clusters => _clusters;

    // Columns.
    public int Width { get; private set; }

    public StyledLine Add(string text, CellStyle style) => Add(DisplayText.Of(text, isUnicode), style);

    // With an ellipsis where it takes more than that many columns.
    public StyledLine AddCut(string text, CellStyle style, int width) =>
        Add(DisplayText.Cut(DisplayText.Of(text, isUnicode), width, isUnicode), style);

    public StyledLine Add(IEnumerable<DisplayCluster> clusters, CellStyle style)
    {
        foreach (DisplayCluster cluster in clusters)
        {
            Add(cluster, style);
        }

        return this;
    }

    public StyledLine Add(DisplayCluster cluster, CellStyle style)
    {
        _clusters.Add((cluster, style));
        Width += cluster.Width;
        return this;
    }

    public StyledLine Add(StyledLine line)
    {
        foreach ((DisplayCluster cluster, CellStyle style) in line.Clusters)
        {
            Add(cluster, style);
        }

        return this;
    }

    // Blanks up to that column.
    public StyledLine PadTo(int width)
    {
        while (Width < width)
        {
            Add(DisplayCluster.Blank, CellStyle.Plain);
        }

        return this;
    }

    // As much of it as fits in that many columns.
    public StyledLine Cropped(int width)
    {
        if (Width <= width)
        {
            return this;
        }

        var cropped = new StyledLine(isUnicode);
        foreach ((DisplayCluster cluster, CellStyle style) in _clusters)
        {
            if (cropped.Width + cluster.Width > width)
            {
                break;
            }

            cropped.Add(cluster, style);
        }

        return cropped;
    }
}
