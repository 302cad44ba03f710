using System.Text;
using Mcu.Client.Terminal.Cells;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Mcu.Client.Terminal.View;

// Has Spectre.Console lay out renderables, and takes the rows that it makes. Spectre measures text in its own way, char by char,
// so it is never shown any that is not ASCII: a private-use character stands in for each other cluster, with a filler after it
// where that is two columns wide, and is put back afterwards. One page is one drawing; no console is behind it.
internal sealed class SpectrePage(bool isUnicode) : IReadOnlyCapabilities
{
    private const char FirstStandIn = '\uE000';
    private const char Filler = '\uF8FF';

    private static readonly Color[] s_colors =
        [Color.Default, .. Enumerable.Range(0, 16).Select(number => Color.FromInt32(number))];

    private readonly Dictionary<DisplayCluster, char> _standIns = [];
    private readonly List<DisplayCluster> _clusters = [];

    public ColorSystem ColorSystem => ColorSystem.Standard;

    public bool Ansi => true;

    public bool Links => false;

    public bool Legacy => false;

    public bool IsTerminal => false;

    public bool Interactive => false;

    public bool Unicode => isUnicode;

    public static Style StyleOf(CellStyle style) => new(
        s_colors[(int)style.Foreground],
        decoration: (style.IsBold ? Decoration.Bold : Decoration.None)
            | (style.IsDim ? Decoration.Dim : Decoration.None)
            | (style.IsReverse ? Decoration.Invert : Decoration.None));

    // Runs of one style are given as one piece: Spectre takes the end of a piece for a place to break a line.
    public Paragraph Text(StyledLine line)
    {
        var paragraph = new Paragraph { Overflow = Overflow.Crop };
        var run = new StringBuilder();
        for (int i = 0; i < line.Clusters.Count; i++)
        {
            (DisplayCluster cluster, CellStyle style) = line.Clusters[i];
            run.Append(Encode(cluster));
            if (i + 1 == line.Clusters.Count || line.Clusters[i + 1].Style != style)
            {
                paragraph.Append(run.ToString(), StyleOf(style));
                run.Clear();
            }
        }

        return paragraph;
    }

    public Paragraph Text(string text, CellStyle style) => Text(new StyledLine(isUnicode).Add(text, style));

    // Rows of at most width columns.
    public IReadOnlyList<StyledLine> Render(IRenderable renderable, int width, int? height = null)
    {
        var options = new RenderOptions(this, new Size(width, height ?? 1)) { Height = height };
        return [.. Segment.SplitLines(renderable.Render(options, width), width).Select(Decode)];
    }

    private StyledLine Decode(SegmentLine segments)
    {
        var line = new StyledLine(isUnicode);
        foreach (Segment segment in segments.Where(segment => !segment.IsControlCode && !segment.IsLineBreak))
        {
            CellStyle style = StyleOf(segment.Style);
            foreach (char c in segment.Text.Where(c => c != Filler))
            {
                int index = c - FirstStandIn;
                line.Add(index >= 0 && index < _clusters.Count ? _clusters[index] : new DisplayCluster(c.ToString(), 1), style);
            }
        }

        return line;
    }

    private string Encode(DisplayCluster cluster)
    {
        if (cluster.Text.Length == 1 && char.IsAscii(cluster.Text[0]))
        {
            return cluster.Text;
        }

        if (!_standIns.TryGetValue(cluster, out char standIn))
        {
            standIn = (char)(FirstStandIn + _clusters.Count);
            if (standIn >= Filler)
            {
                // More different characters than a page has letters for: nobody could read them.
                return new string('?', cluster.Width);
            }

            _standIns.Add(cluster, standIn);
            _clusters.Add(cluster);
        }

        return cluster.Width == 2 ? $"{standIn}{Filler}" : standIn.ToString();
    }

    private static CellStyle StyleOf(Style style) => new(
        (CellColor)Math.Max(0, Array.IndexOf(s_colors, style.Foreground)),
        style.Decoration.HasFlag(Decoration.Bold),
        style.Decoration.HasFlag(Decoration.Dim),
        style.Decoration.HasFlag(Decoration.Invert));
}
