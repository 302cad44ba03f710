using System.Globalization;
using Mcu.Client.Terminal.Model;
using Spectre.Console;

namespace Mcu.Client.Terminal.View;

// Everything that is measured, as a table.
internal static class StatisticsPanel
{
    public static IReadOnlyList<StyledLine> Rows(SpectrePage page, ScreenModel model, int width)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false, Width = width };
        table.AddColumn(new TableColumn("") { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        table.AddColumn(new TableColumn("") { Padding = new Padding(0, 0, 0, 0) });
        foreach ((string label, string value) in Facts(model))
        {
            table.AddRow(page.Text(label, Palette.Quiet), page.Text(value, Palette.Plain));
        }

        return page.Render(table, width);
    }

    private static IEnumerable<(string Label, string Value)> Facts(ScreenModel model)
    {
        Measurements now = model.Measurements;
        return
        [
            ("Round trip", Number(now.RttMs, "ms")),
            ("Loss", Number(now.LossPercent, "%")),
            ("Jitter", Number(now.JitterMs, "ms")),
            ("Jitter buffer", Number(now.BufferDelayMs, "ms")),
            ("Sent", $"{now.PacketsSent} packets"),
            ("Received", $"{now.PacketsReceived} packets"),
            ("Lost", $"{now.PacketsLost} packets"),
            ("Too late", $"{now.PacketsLate} packets"),
            ("Rebuilt", $"{now.RebuiltByFec} frames"),
            ("Concealed", $"{now.Concealed} frames"),
            ("Microphone", now.InputDevice ?? "none"),
            ("Its level", Level(now.MicrophoneLevel)),
            ("Overruns", $"{now.Overruns}"),
            ("Loudspeaker", now.OutputDevice ?? "none"),
            ("Its level", Level(now.HeardLevel)),
            ("Underruns", $"{now.Underruns}"),
            ("Transmit", TitleBar.ModeName(model.OwnVoice.Mode)),
            ("Echo", OnOff(now.EchoCancellation, "cancelled", "left in")),
            ("Noise", OnOff(now.NoiseSuppression, "suppressed", "left in")),
            ("Gain", OnOff(now.AutomaticGain, "automatic", "as it is")),
            ("QUIC", now.Transport ?? "not known yet"),
        ];
    }

    private static string Number(double? value, string unit) =>
        value is { } known ? $"{known.ToString("0.0", CultureInfo.InvariantCulture)} {unit}" : "not known yet";

    private static string Level(int level) => level >= 127 ? "silence" : $"-{level} dBov";

    private static string OnOff(bool isOn, string on, string off) => isOn ? on : off;
}
