using System.Globalization;
using Mcu.Client.Commands;
using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Terminal.View;

// Whether we are sending, how loud it is at both ends, and how good the line is: in full words where they fit, else short.
internal static class StatusLine
{
    // From full words to the barest.
    private static readonly Form[] s_forms =
    [
        new(8, " | ", "RTT", "buffer", "concealed", " ms", " %"),
        new(4, "  ", "RTT", "buffer", "concealed", " ms", " %"),
        new(4, "  ", "RTT", "buf", "conc", " ms", " %"),
        new(4, " ", "rtt", "buf", "conc", "", "%"),
        new(2, " ", "rtt", "buf", "conc", "", "%"),
    ];

    public static void Draw(Canvas canvas, ScreenModel model)
    {
        Area area = ScreenLayout.Status(model);
        StyledLine[] lines = [.. s_forms.Select(form => Line(canvas, model, form))];
        canvas.Put(area, [lines.FirstOrDefault(line => line.Width <= area.Width) ?? Fitting(canvas, model, area.Width)]);
    }

    private static StyledLine Line(Canvas canvas, ScreenModel model, Form form) =>
        Joined(canvas, form, Parts(canvas, model, form));

    // Without the last ones: half a number would be a wrong one.
    private static StyledLine Fitting(Canvas canvas, ScreenModel model, int width)
    {
        Form form = s_forms[^1];
        StyledLine[] parts = [.. Parts(canvas, model, form)];
        int count = parts.Length;
        while (count > 0 && Joined(canvas, form, parts.Take(count)).Width > width)
        {
            count--;
        }

        return Joined(canvas, form, parts.Take(count));
    }

    private static StyledLine Joined(Canvas canvas, Form form, IEnumerable<StyledLine> parts)
    {
        string between = form.Between.Replace("|", canvas.Glyphs.Dot, StringComparison.Ordinal);
        StyledLine line = canvas.Line().Add(" ", Palette.Plain);
        foreach (StyledLine part in parts)
        {
            line.Add(line.Width > 1 ? between : "", Palette.Quiet).Add(part);
        }

        return line;
    }

    private static IEnumerable<StyledLine> Parts(Canvas canvas, ScreenModel model, Form form)
    {
        Measurements now = model.Measurements;
        return
        [
            Sending(canvas, model),
            Bar(canvas, "in", now.MicrophoneLevel, form.BarWidth),
            Bar(canvas, "out", now.HeardLevel, form.BarWidth),
            Fact(canvas, form.Rtt, Number(now.RttMs, "0", form.Ms)),
            Fact(canvas, "loss", Number(now.LossPercent, "0.0", form.Percent)),
            Fact(canvas, form.Buffer, Number(now.BufferDelayMs, "0", form.Ms)),
            Fact(canvas, form.Concealed, $"{now.Concealed}"),
        ];
    }

    // Always as wide, so that what follows does not move whenever somebody speaks.
    private static StyledLine Sending(Canvas canvas, ScreenModel model)
    {
        (string mark, string word, CellStyle style) = model switch
        {
            { Connection: not (ConnectionState.Connected or ConnectionState.Silent) } => (" ", "offline", Palette.Bad),
            { IsSilenced: true } => ("", "silenced", Palette.Silenced),
            { IsMuted: true } => (" ", "muted", Palette.Bad),
            { OwnVoice.IsSending: true } => (canvas.Glyphs.Talking, "sending", Palette.TalkingName),
            { OwnVoice.Mode: TalkMode.PushToTalk } => (" ", "key up", Palette.Quiet),
            _ => (" ", "silent", Palette.Quiet),
        };
        return canvas.Line().Add(mark, style).Add(word, style).PadTo(8);
    }

    private static StyledLine Bar(Canvas canvas, string label, int level, int width)
    {
        StyledLine line = canvas.Line().Add($"{label} ", Palette.Quiet);
        int end = line.Width + width;
        return line.Add(canvas.Glyphs.LevelBar(level, width), Palette.Talking).PadTo(end);
    }

    private static StyledLine Fact(Canvas canvas, string label, string value) =>
        canvas.Line().Add($"{label} ", Palette.Quiet).Add(value, Palette.Plain);

    private static string Number(double? value, string format, string unit) =>
        value is { } known ? known.ToString(format, CultureInfo.InvariantCulture) + unit : "-";

    // The words and blanks of one way to write it.
    private sealed record Form(
        int BarWidth, string Between, string Rtt, string Buffer, string Concealed, string Ms, string Percent);
}
