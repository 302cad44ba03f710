using System.Globalization;
using System.Text;
using Mcu.Client.Commands;
using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Input;
using Mcu.Client.Terminal.Model;
using Mcu.Client.Terminal.View;
using Xunit;

namespace Mcu.Client.Tests.Terminal.View;

// Names out of anything: the cells of every row add up to its width, every border stands where it must, and nothing is written
// that a terminal could take for something else than a character.
public class HostileNamesTests
{
    private const int Names = 100_000;

    private static readonly string[] s_pieces =
    [
        "a", "Z", " ", "\u001b[2J", "\u009b31m", "\r\n", "\t", "\0", "\u007f", "\u0300", "\u0336", "\u200B", "\u200D",
        "\u200E", "\u202E", "\u2066", "\uFE0F", "\uFE0E", "\uFEFF", "\u00AD", "\u034F", "\u115F", "\u1160", "\u3164",
        "\u2800", "👨", "👍", "🏽", "🇩", "🇪", "❤", "⚡", "日", "ｱ", "Ａ", "한", "\u1112", "\u1161", "\u11AB", "ש", "م", "नि", "क्ष",
        "นำ", "\u0E33", "﷽", "𒐫", "𝓕", "\uE000", "\uF8FF", "\uDBFF\uDFFF", "\uD83D", "\uDE00", "\u0378", "\uFFFF", "│", "╮",
        "[/]", "[red]", "█", "e\u0301", "\u0600", "\u2E3B",
    ];

    // What was found safe already.
    private readonly Dictionary<(string Text, bool IsUnicode), DisplayCluster> _safe = [];

    [Fact]
    public void No_name_breaks_the_screen()
    {
        var random = new Random(20261122);
        int drawn = 0;
        while (drawn < Names)
        {
            int columns = random.Next(ScreenLayout.LeastColumns, 131);
            int rows = random.Next(ScreenLayout.LeastRows, 101);
            ScreenModel model = Random(random, columns, rows, isUnicode: random.Next(3) > 0);
            Check(model, ScreenView.Draw(model));
            drawn += model.Peers.Count + model.Events.Count;
        }
    }

    private static ScreenModel Random(Random random, int columns, int rows, bool isUnicode)
    {
        int people = rows - 7 + random.Next(2);
        PeerRow[] peers =
        [
            .. Enumerable.Range(0, people).Select(i => new PeerRow(AnyId(random), Name(random))
            {
                IsSelf = i == 3,
                IsHost = i == 5,
                IsTalking = random.Next(4) == 0,
                IsMuted = random.Next(4) == 0,
                IsSilenced = random.Next(4) == 0,
                IsBlocked = random.Next(4) == 0,
            }),
        ];
        return Scenes.After(
            Scenes.Empty(columns, rows, isUnicode) with { Name = Name(random), Room = Name(random) },
            [
                new Message.ConnectionChanged((ConnectionState)random.Next(5), 7),
                new Message.RosterChanged(peers),
                new Message.VoiceChanged(new VoiceState((TalkMode)random.Next(3))),
                new Message.Measured(Scenes.Numbers with { InputDevice = Name(random), Concealed = random.NextInt64() }),
                .. Enumerable.Range(0, rows - 7).Select(i => Scenes.Told(1, 2, $"came {Name(random)}", (EventTone)(i % 6))),
                Scenes.Paste(Name(random) + Name(random)),
                Scenes.Press(Key.Left),
                Scenes.Press(random.Next(4) switch
                {
                    0 => Key.F1,
                    1 => Key.F3,
                    2 => Key.Tab,
                    _ => Key.Home,
                }),
            ]);
    }

    private static string Name(Random random)
    {
        var name = new StringBuilder();
        for (int count = random.Next(12); count > 0; count--)
        {
            string piece = random.Next(4) == 0
                ? char.ConvertFromUtf32(AnyRune(random))
                : s_pieces[random.Next(s_pieces.Length)];
            name.Insert(name.Length, piece, random.Next(20) == 0 ? 9 : 1);
        }

        return name.ToString();
    }

    private static ulong AnyId(Random random) => (ulong)random.NextInt64(1L << random.Next(1, 53));

    private static int AnyRune(Random random)
    {
        int rune = random.Next(random.Next(2) == 0 ? 0x10000 : 0x110000);
        return rune is >= 0xD800 and <= 0xDFFF ? 'x' : rune;
    }

    private void Check(ScreenModel model, CellGrid grid)
    {
        for (int row = 0; row < grid.Height; row++)
        {
            CheckRow(model, grid, row);
        }

        Area side = ScreenLayout.Side(model);
        CheckBorder(grid, side, model.IsUnicode);
        CheckBorder(grid, ScreenLayout.Input(model), model.IsUnicode);
        if (side.Column > 0)
        {
            CheckBorder(grid, ScreenLayout.Peers(model), model.IsUnicode);
        }
    }

    private void CheckRow(ScreenModel model, CellGrid grid, int row)
    {
        int width = 0;
        while (width < grid.Width)
        {
            string text = grid[width, row].Text;
            DisplayCluster cluster = Safe(text, model.IsUnicode);
            Assert.True(cluster.Width == 1 || grid[width + 1, row].Text.Length == 0, "A wide cell is followed by another.");
            width += cluster.Width;
        }

        Assert.Equal(grid.Width, width);
    }

    // What stands in a cell is one cluster that is shown as it is, of characters that have a shape.
    private DisplayCluster Safe(string text, bool isUnicode)
    {
        if (_safe.TryGetValue((text, isUnicode), out DisplayCluster known))
        {
            return known;
        }

        Assert.NotEqual("", text);
        Assert.Equal(text.Length, StringInfo.GetNextTextElementLength(text));
        Assert.True(isUnicode || (text.Length == 1 && text[0] is >= ' ' and <= '~'), text);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Assert.False(
                Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
                    or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
                $"U+{rune.Value:X4}");
        }

        DisplayCluster cluster = DisplayCluster.Of(text, isUnicode);
        Assert.Equal(text, cluster.Text);
        return _safe[(text, isUnicode)] = cluster;
    }

    private static void CheckBorder(CellGrid grid, Area area, bool isUnicode)
    {
        (int right, int bottom) = (area.Column + area.Width - 1, area.Row + area.Height - 1);
        string corners = grid[area.Column, area.Row].Text + grid[right, area.Row].Text
            + grid[area.Column, bottom].Text + grid[right, bottom].Text;
        Assert.Equal(isUnicode ? "╭╮╰╯" : "++++", corners);
        for (int row = area.Row + 1; row < bottom; row++)
        {
            Assert.Equal(isUnicode ? "││" : "||", grid[area.Column, row].Text + grid[right, row].Text);
            Assert.Equal("  ", grid[area.Column + 1, row].Text + grid[right - 1, row].Text);
        }

        for (int column = area.Column + 1; column < right; column++)
        {
            Assert.Equal(isUnicode ? "─" : "-", grid[column, bottom].Text);
        }
    }
}
