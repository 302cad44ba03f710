using Mcu.Client.Terminal.Cells;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Mcu.Client.Terminal.View;

// The grid being drawn. Nothing is written outside the area that it is for.
internal sealed class Canvas(CellGrid grid, bool isUnicode)
{
    public SpectrePage Page { get; } = new(isUnicode);

    public Glyphs Glyphs { get; } = Glyphs.For(isUnicode);

    public StyledLine Line() => new(isUnicode);

    // A box with lines in it, and a heading in its upper border.
    public void Panel(Area area, StyledLine heading, CellStyle border, IEnumerable<StyledLine> lines)
    {
        var panel = new Panel(new Rows(lines.Take(area.InnerHeight).Select(line => Page.Text(line.Cropped(area.InnerWidth)))))
        {
            Border = isUnicode ? BoxBorder.Rounded : BoxBorder.Ascii,
            BorderStyle = SpectrePage.StyleOf(border),
            Width = area.Width,
            Height = area.Height,
            Padding = new Padding(1, 0),
        };
        Put(area, Page.Render(panel, area.Width, area.Height));
        StyledLine framed = Line().Add(" ", border).Add(heading).Add(" ", border);
        Put(new Area(area.Column + 2, area.Row, Math.Min(framed.Width, area.Width - 4), 1), [framed]);
    }

    public void Put(Area area, IEnumerable<StyledLine> lines)
    {
        int row = area.Row;
        foreach (StyledLine line in lines.Take(area.Height))
        {
            Put(area, row++, line);
        }
    }

    public void Put(Area area, IRenderable renderable) => Put(area, Page.Render(renderable, area.Width, area.Height));

    public void Cursor(int column, int row) => grid.Cursor = (column, row);

    private void Put(Area area, int row, StyledLine line)
    {
        int column = area.Column;
        foreach ((DisplayCluster cluster, CellStyle style) in line.Clusters)
        {
            if (column + cluster.Width > area.Column + area.Width)
            {
                return;
            }

            grid[column, row] = new Cell(cluster.Text, style);
            if (cluster.Width == 2)
            {
                grid[column + 1, row] = new Cell("", style);
            }

            column += cluster.Width;
        }
    }
}
