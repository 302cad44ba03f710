using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Terminal.View;

// Pure: events as rows of that width, and how many of them a page holds.
internal static class EventLayout
{
    // "12:34 "
    private const int TimeWidth = 6;

    public static IReadOnlyList<StyledLine> Rows(EventLine line, int width, bool isUnicode)
    {
        var rows = new List<StyledLine>();
        foreach (IReadOnlyList<DisplayCluster> text in Wrapped(line, width, isUnicode))
        {
            var row = new StyledLine(isUnicode);
            row.Add(rows.Count == 0 ? $"{line.At:HH\\:mm} " : "", Palette.Quiet).PadTo(TimeWidth).Add(text, StyleOf(line.Tone));
            rows.Add(row);
        }

        return rows;
    }

    // The newest rows of what stands before that event, at most that many, in order.
    public static IReadOnlyList<StyledLine> Page(EventLog events, int before, Area area, bool isUnicode)
    {
        var rows = new List<StyledLine>();
        for (int i = before - 1; i >= 0 && rows.Count < area.InnerHeight; i--)
        {
            rows.InsertRange(0, Rows(events[i], area.InnerWidth, isUnicode));
        }

        return rows.Count > area.InnerHeight ? rows[^area.InnerHeight..] : rows;
    }

    public static int HeightOf(EventLine line, Area area, bool isUnicode) =>
        Wrapped(line, area.InnerWidth, isUnicode).Count;

    private static IReadOnlyList<IReadOnlyList<DisplayCluster>> Wrapped(EventLine line, int width, bool isUnicode)
    {
        string mark = line.Tone switch
        {
            EventTone.Warning or EventTone.Bad => "! ",
            EventTone.Typed => $"{Glyphs.For(isUnicode).Prompt} ",
            _ => "",
        };
        return DisplayText.Wrap(DisplayText.Of(mark + line.Text, isUnicode), width - TimeWidth);
    }

    private static CellStyle StyleOf(EventTone tone) => tone switch
    {
        EventTone.Quiet or EventTone.Typed => Palette.Quiet,
        EventTone.Good => Palette.Good,
        EventTone.Warning => Palette.Warning,
        EventTone.Bad => Palette.Bad,
        _ => Palette.Plain,
    };
}
