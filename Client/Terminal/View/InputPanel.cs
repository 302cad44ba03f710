using Mcu.Client.Commands;
using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Terminal.View;

// The line being typed, or the question that waits for an answer; in its border what the keys do, or what is to be said to the
// last one.
internal static class InputPanel
{
    public static void Draw(Canvas canvas, ScreenModel model)
    {
        Area area = ScreenLayout.Input(model);
        (StyledLine line, int cursor) = model.IsAskingToLeave ? Question(canvas) : Line(canvas, model, area.InnerWidth);
        CellStyle border = model.IsAskingToLeave ? Palette.Question : Palette.Border;
        canvas.Panel(area, Heading(canvas, model, area.Width - 6), border, [line]);
        canvas.Cursor(area.Column + 2 + cursor, area.Row + 1);
    }

    private static (StyledLine Line, int Cursor) Question(Canvas canvas)
    {
        StyledLine line = canvas.Line().Add("Leave the room? y/n ", Palette.Question);
        return (line, line.Width);
    }

    // As much of the line as fits, the cursor included; an ellipsis at an end says that there is more.
    private static (StyledLine Line, int Cursor) Line(Canvas canvas, ScreenModel model, int width)
    {
        StyledLine line = canvas.Line().Add($"{canvas.Glyphs.Prompt} ", Palette.Self);
        IReadOnlyList<DisplayCluster> before = DisplayText.Of(model.Line.Text[..model.Line.Cursor], model.IsUnicode);
        IReadOnlyList<DisplayCluster> after = DisplayText.Of(model.Line.Text[model.Line.Cursor..], model.IsUnicode);
        int room = width - line.Width - 1;
        int ahead = Math.Min(DisplayText.WidthOf(after), room / 4);
        IReadOnlyList<DisplayCluster> shown = Ending(before, room - ahead, canvas.Glyphs);
        line.Add(shown, Palette.Plain);
        int cursor = line.Width;
        line.Add(DisplayText.Cut(after, width - cursor, model.IsUnicode), Palette.Plain);
        return (line, cursor);
    }

    // The end of it in at most that many columns.
    private static IReadOnlyList<DisplayCluster> Ending(IReadOnlyList<DisplayCluster> clusters, int width, Glyphs glyphs)
    {
        int start = 0;
        int over = DisplayText.WidthOf(clusters) - width;
        if (over <= 0)
        {
            return clusters;
        }

        for (over++; over > 0 && start < clusters.Count; start++)
        {
            over -= clusters[start].Width;
        }

        return [new DisplayCluster(glyphs.Ellipsis, 1), .. clusters.Skip(start)];
    }

    private static StyledLine Heading(Canvas canvas, ScreenModel model, int width)
    {
        if (model.IsAskingToLeave)
        {
            return canvas.Line().Add("y or Enter leaves, n or Esc stays", Palette.Quiet);
        }

        if (model.Hint is { } hint)
        {
            return canvas.Line().AddCut(hint, Palette.Warning, width);
        }

        if (model.Completion is { } completion)
        {
            IEnumerable<string> offered =
                completion.Candidates.Skip(completion.Index).Concat(completion.Candidates.Take(completion.Index));
            string words = string.Join("  ", offered.Take(width).Select(word => word.Trim()));
            return canvas.Line().AddCut(words, Palette.Plain, width);
        }

        string talk = model.Voice.Mode == TalkMode.PushToTalk ? "F4 talk  " : "";
        return canvas.Line().AddCut($"F1 help  F2 mute  F3 statistics  {talk}Esc leave", Palette.Quiet, width);
    }
}
