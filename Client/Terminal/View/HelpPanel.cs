using Mcu.Client.Commands;
using Spectre.Console;

namespace Mcu.Client.Terminal.View;

// What the keys do and what can be typed.
internal static class HelpPanel
{
    private static readonly (string Key, string Meaning)[] s_keys =
    [
        ("F1", "This help; again or Esc closes it."),
        ("F2", "Mute, and be heard again."),
        ("F3", "Statistics."),
        ("F4, Space", "Talk, in push-to-talk; Space on an empty line only."),
        ("Esc", "Leave, after a question."),
        ("Ctrl+C", "Leave at once."),
        ("Ctrl+L, Ctrl+Z", "Draw the screen anew; stop, until fg."),
        ("PageUp, PageDown", "Scroll the events, or this."),
        ("Up, Down", "Lines typed before."),
        ("Tab", "Complete a command or a name; again for the next."),
        ("Ctrl+A E U K W Y", "To the start, the end; cut to there, cut a word, put back."),
    ];

    public static IReadOnlyList<StyledLine> Rows(SpectrePage page, int width)
    {
        Table keys = Table(width);
        foreach ((string key, string meaning) in s_keys)
        {
            keys.AddRow(page.Text(key, Palette.Heading), page.Text(meaning, Palette.Plain));
        }

        Table commands = Table(width);
        foreach (CommandDescription command in CommandTable.All)
        {
            commands.AddRow(page.Text(command.Usage, Palette.Strong), page.Text(Meaning(command), Palette.Plain));
        }

        return page.Render(new Rows(keys, new Text(" "), commands), width);
    }

    private static string Meaning(CommandDescription command)
    {
        string also = string.Join(", ", command.Aliases.Select(alias => $"/{alias}"));
        return $"{command.Help}{(also.Length == 0 ? "" : $" Also {also}.")}{(command.HostOnly ? " For the host only." : "")}";
    }

    private static Table Table(int width)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false, Width = width };
        table.AddColumn(new TableColumn("") { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        table.AddColumn(new TableColumn("") { Padding = new Padding(0, 0, 0, 0) });
        return table;
    }
}
