using System.Globalization;
using Mcu.Client.Commands;
using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Terminal.View;

// Whether we are sending, how loud it is at both ends, and how good the line is: in full words where they fit, else short.
internal static class StatusLine
{
    private const int BarWidth = 6;
    private const int ShortBarWidth = 4;

    public static void Draw(Canvas canvas, ScreenModel model)
    {
        Area area = ScreenLayout.Status(model);
        StyledLine line = Joined(canvas, Parts(canvas, model, BarWidth), $" {canvas.Glyphs.Dot} ");
        if (line.Width > area.Width)
        {
            // The least important stand last, and are cut.
            line = Joined(canvas, ShortParts(canvas, model), " ");
        }

        canvas.Put(area, [line]);
    }

    private static StyledLine Joined(Canvas canvas, IEnumerable<StyledLine> parts, string between)
    {
        StyledLine line = canvas.Line().Add(" ", Palette.Plain);
        foreach (StyledLine part in parts)
        {
            line.Add(line.Width > 1 ? between : "", Palette.Quiet).Add(part);
        }

        return line;
    }

    private static IEnumerable<StyledLine> Parts(Canvas canvas, ScreenModel model, int barWidth)
    {
        Measurements now = model.Measurements;
        return
        [
            Sending(canvas, model),
            Bar(canvas, "mic", now.MicrophoneLevel, barWidth),
            Bar(canvas, "heard", now.HeardLevel, barWidth),
            Fact(canvas, "RTT ", Number(now.RttMs, "0", " ms")),
            Fact(canvas, "loss ", Number(now.LossPercent, "0.0", " %")),
            Fact(canvas, "buffer ", Number(now.BufferDelayMs, "0", " ms")),
            Fact(canvas, "concealed ", $"{now.Concealed}"),
        ];
    }

    private static IEnumerable<StyledLine> ShortParts(Canvas canvas, ScreenModel model)
    {
        Measurements now = model.Measurements;
        return
        [
            Sending(canvas, model),
            Bar(canvas, "in", now.MicrophoneLevel, ShortBarWidth),
            Bar(canvas, "out", now.HeardLevel, ShortBarWidth),
            Fact(canvas, "rtt ", Number(now.RttMs, "0", "ms")),
            Fact(canvas, "loss ", Number(now.LossPercent, "0.0", "%")),
            Fact(canvas, "buf ", Number(now.BufferDelayMs, "0", "ms")),
            Fact(canvas, "conc ", $"{now.Concealed}"),
        ];
    }

    // Of a width of its own, so that what follows does not move whenever somebody speaks.
    private static StyledLine Sending(Canvas canvas, ScreenModel model)
    {
        (string mark, string word, CellStyle style) = model switch
        {
            { Connection: not ConnectionState.Connected } => ("", "offline", Palette.Bad),
            { IsSilenced: true } => ("", "silenced", Palette.Silenced),
            { IsMuted: true } => ("", "muted", Palette.Bad),
            { Voice.IsSending: true } => (canvas.Glyphs.Talking, "sending", Palette.TalkingName),
            { Voice.Mode: TalkMode.PushToTalk } => ("", "key up", Palette.Quiet),
            _ => ("", "silent", Palette.Quiet),
        };
        return canvas.Line().Add(mark, style).PadTo(1).Add(word, style).PadTo(9);
    }

    private static StyledLine Bar(Canvas canvas, string label, int level, int width)
    {
        StyledLine line = canvas.Line().Add($"{label} ", Palette.Quiet);
        int end = line.Width + width;
        return line.Add(canvas.Glyphs.LevelBar(level, width), Palette.Talking).PadTo(end);
    }

    private static StyledLine Fact(Canvas canvas, string label, string value) =>
        canvas.Line().Add(label, Palette.Quiet).Add(value, Palette.Plain);

    private static string Number(double? value, string format, string unit) =>
        value is { } known ? known.ToString(format, CultureInfo.InvariantCulture) + unit : "-";
}
