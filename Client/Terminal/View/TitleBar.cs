using Mcu.Client.Commands;
using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Terminal.View;

// Who we are, where, and how we stand; at its right end how our voice goes out, or that we are not connected.
internal static class TitleBar
{
    public static void Draw(Canvas canvas, ScreenModel model)
    {
        Area area = ScreenLayout.Title(model);
        StyledLine flags = Flags(canvas, model);
        (string right, CellStyle style) = Right(model, canvas.Glyphs);
        int room = area.Width - flags.Width - right.Length - 3;
        canvas.Put(area, [Who(canvas, model, room).Add(flags).PadTo(area.Width - right.Length - 1).Add(right, style)]);
    }

    // Name and room in at most that many columns: the name gives way last.
    private static StyledLine Who(Canvas canvas, ScreenModel model, int width)
    {
        const string Between = " in ";
        int left = width - 1 - Between.Length;
        StyledLine line = canvas.Line().Add(" ", Palette.Plain);
        int roomWidth = Math.Min(DisplayText.WidthOf(DisplayText.Of(model.Room, model.IsUnicode)), left / 2);
        line.AddCut(model.Name, Palette.Self, left - roomWidth);
        return line.Add(Between, Palette.Quiet).AddCut(model.Room, Palette.Strong, width - line.Width - Between.Length);
    }

    private static StyledLine Flags(Canvas canvas, ScreenModel model)
    {
        StyledLine line = canvas.Line();
        (bool IsSo, string Word, CellStyle Style)[] flags =
        [
            (model.IsHost, " [HOST]", Palette.Host),
            (model.IsMuted, " [MUTED]", Palette.Bad),
            (model.IsSilenced, " [SILENCED]", Palette.Silenced),
        ];
        foreach ((_, string word, CellStyle style) in flags.Where(flag => flag.IsSo))
        {
            line.Add(word, style);
        }

        return line;
    }

    private static (string Text, CellStyle Style) Right(ScreenModel model, Glyphs glyphs) => model.Connection switch
    {
        ConnectionState.Connecting => ($"connecting{glyphs.Ellipsis}", Palette.Warning),
        ConnectionState.Silent => ($"no answer for {model.ConnectionSeconds} s", Palette.Warning),
        ConnectionState.Reconnecting when model.ConnectionSeconds is { } seconds =>
            ($"lost, again in {seconds} s", Palette.Bad),
        ConnectionState.Reconnecting => ($"lost, reconnecting{glyphs.Ellipsis}", Palette.Bad),
        ConnectionState.Ended => ("ended", Palette.Bad),
        _ => (ModeName(model.OwnVoice.Mode), Palette.Heading),
    };

    public static string ModeName(TalkMode mode) => mode switch
    {
        TalkMode.PushToTalk => "push-to-talk",
        TalkMode.Continuous => "continuous",
        _ => "voice activity",
    };
}
