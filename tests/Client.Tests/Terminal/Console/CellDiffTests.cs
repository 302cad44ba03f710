using System.Buffers;
using System.Globalization;
using System.Text;
using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Console;
using Xunit;

namespace Mcu.Client.Tests.Terminal.Console;

public class CellDiffTests
{
    private const string Family = "👨\u200d👩\u200d👧";

    private static readonly TerminalAbilities s_all = new(ColorSupport.Sixteen, IsUnicode: true);

    // By our own count.
    private static readonly (string Text, int Width)[] s_clusters =
    [
        ("a", 1), ("b", 1), (" ", 1), ("│", 1), ("─", 1), ("é", 1), ("e\u0301", 1), ("●", 1), ("漢", 2), ("🦊", 2), (Family, 2),
    ];

    private readonly Random _random = new(20260105);

    // A terminal that counts as we do, one that gives every cluster one column, and one that knows no clusters.
    public static TheoryData<string> Opinions => ["ours", "narrow", "rune by rune"];

    [Theory]
    [MemberData(nameof(Opinions))]
    public void What_is_written_turns_one_grid_into_the_other(string opinion)
    {
        for (int i = 0; i < 300; i++)
        {
            int columns = _random.Next(1, 30);
            int rows = _random.Next(1, 5);
            var terminal = new EmulatedTerminal(columns, rows, Glyphs(opinion));
            CellGrid? shown = null;
            for (int frame = 0; frame < 12; frame++)
            {
                CellGrid wanted = Change(shown, columns, rows);
                terminal.Write(Encoding.UTF8.GetBytes(Diff(shown, wanted)));
                AssertShows(terminal, wanted, onlyCertain: opinion != "ours");
                shown = wanted;
            }
        }
    }

    [Fact]
    public void What_is_the_same_is_not_written()
    {
        CellGrid grid = Lines("one", "漢字");
        Assert.Equal("", Diff(grid, Lines("one", "漢字")));
        CellGrid moved = Lines("one", "漢字");
        moved.Cursor = (2, 1);
        Assert.Equal("\e[?2026h\e[?25l\e[2;3H\e[?25h\e[?2026l", Diff(grid, moved));
    }

    [Fact]
    public void Only_what_changed_is_written() =>
        Assert.Equal(
            "\e[?2026h\e[?25l\e[1;3HX\e[3CY\e[2HZ\e[?2026l",
            Diff(Lines("abcdefg", "abc"), Lines("abXdefY", "Zbc")));

    [Fact]
    public void Styles_change_by_what_differs()
    {
        var grid = new CellGrid(5, 1)
        {
            [0, 0] = new Cell("a", new CellStyle(CellColor.Red)),
            [1, 0] = new Cell("b", new CellStyle(CellColor.Red, IsBold: true)),
            [2, 0] = new Cell("c", new CellStyle(CellColor.BrightBlue)),
            [3, 0] = new Cell("d", new CellStyle(CellColor.Default, IsDim: true, IsReverse: true)),
            [4, 0] = new Cell("e", CellStyle.Plain),
        };
        Assert.Equal(
            "\e[?2026h\e[?25l\e[H\e[31ma\e[1mb\e[0;94mc\e[2;7;39md\e[me\e[?2026l",
            Diff(new CellGrid(5, 1), grid));
    }

    [Fact]
    public void After_a_wide_cluster_the_place_is_said_anew() =>
        Assert.Equal(
            "\e[?2026h\e[?25l\e[H  \e[H漢\e[1;3Hx\e[?2026l",
            Diff(Lines("abc"), Lines("漢x")));

    [Fact]
    public void Without_colours_bold_dim_and_reverse_stay()
    {
        var grid = new CellGrid(2, 1)
        {
            [0, 0] = new Cell("a", new CellStyle(CellColor.Red, IsBold: true)),
            [1, 0] = new Cell("b", new CellStyle(CellColor.Green)),
        };
        Assert.Equal(
            "\e[?2026h\e[?25l\e[H\e[1ma\e[mb\e[?2026l",
            Diff(new CellGrid(2, 1), grid, s_all with { Colors = ColorSupport.None }));
    }

    [Fact]
    public void What_is_not_safe_to_write_is_not_written()
    {
        var grid = new CellGrid(3, 1)
        {
            [0, 0] = new Cell("\e[2J", CellStyle.Plain),
            [1, 0] = new Cell("\u009b", CellStyle.Plain),
            [2, 0] = new Cell("\ud800", CellStyle.Plain),
        };
        string written = Diff(new CellGrid(3, 1), grid);
        Assert.Equal("\e[?2026h\e[?25l\e[H?[2J\e[1;2H?\e[1;3H\uFFFD\e[?2026l", written);
    }

    [Fact]
    public void A_terminal_without_Unicode_gets_none() =>
        Assert.DoesNotContain(
            Diff(null, Lines("é漢│🦊"), s_all with { IsUnicode = false }), c => !char.IsAscii(c));

    [Fact]
    public void Another_size_is_drawn_from_nothing() =>
        Assert.StartsWith("\e[?2026h\e[?25l\e[2J\e[Hab", Diff(Lines("ab"), Lines("ab", "")), StringComparison.Ordinal);

    private static string Diff(CellGrid? shown, CellGrid wanted, TerminalAbilities? abilities = null)
    {
        var output = new ArrayBufferWriter<byte>();
        CellDiff.Write(shown, wanted, abilities ?? s_all, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static CellGrid Lines(params string[] lines)
    {
        var grid = new CellGrid(10, lines.Length);
        for (int row = 0; row < lines.Length; row++)
        {
            int column = 0;
            foreach ((string text, int width) in Glyphs("ours")(lines[row]))
            {
                Put(grid, column, row, new Cell(text, CellStyle.Plain), width);
                column += width;
            }
        }

        return grid;
    }

    private static void Put(CellGrid grid, int column, int row, Cell cell, int width)
    {
        grid[column, row] = cell;
        if (width == 2)
        {
            grid[column + 1, row] = cell with { Text = "" };
        }
    }

    private static Func<string, IEnumerable<(string Text, int Width)>> Glyphs(string opinion) => run => opinion switch
    {
        "ours" => Elements(run).Select(
            text => (text, s_clusters.FirstOrDefault(known => known.Text == text, (Text: text, Width: 1)).Width)),
        "narrow" => Elements(run).Select(text => (text, 1)),
        _ => run.EnumerateRunes().Select(rune => (rune.ToString(), WidthOf(rune))),
    };

    private static int WidthOf(Rune rune) =>
        rune.Value is 0x200D or 0x301 ? 0 : ClusterWidth.IsCertain(rune.ToString()) ? 1 : 2;

    private static IEnumerable<string> Elements(string text)
    {
        for (TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();)
        {
            yield return elements.GetTextElement();
        }
    }

    private static void AssertShows(EmulatedTerminal terminal, CellGrid wanted, bool onlyCertain)
    {
        Assert.False(terminal.IsUpdating);
        Assert.Equal(wanted.Cursor is not null, terminal.IsCursorVisible);
        Assert.Equal(wanted.Cursor ?? terminal.Cursor, terminal.Cursor);
        for (int row = 0; row < wanted.Height; row++)
        {
            for (int column = 0; column < wanted.Width; column++)
            {
                if (!onlyCertain || ClusterWidth.IsCertain(wanted[column, row].Text))
                {
                    Assert.Equal(wanted[column, row], terminal[column, row]);
                }
            }
        }
    }

    // The grid with a few places written anew, or all of them.
    private CellGrid Change(CellGrid? grid, int columns, int rows)
    {
        var changed = new CellGrid(columns, rows);
        int oneIn = grid is null ? 1 : _random.Next(1, 12);
        for (int row = 0; row < rows; row++)
        {
            int width;
            for (int column = 0; column < columns; column += width)
            {
                (string text, width) = s_clusters[_random.Next(s_clusters.Length)];
                var cell = new Cell(text, Style());
                if (grid is not null && _random.Next(oneIn) != 0 && grid[column, row].Text.Length > 0)
                {
                    cell = grid[column, row];
                    width = s_clusters.Single(known => known.Text == cell.Text).Width;
                }

                if (column + width > columns)
                {
                    (cell, width) = (Cell.Blank, 1);
                }

                Put(changed, column, row, cell, width);
            }
        }

        changed.Cursor = _random.Next(3) == 0 ? null : (_random.Next(columns), _random.Next(rows));
        return changed;
    }

    private CellStyle Style() => _random.Next(2) == 0
        ? CellStyle.Plain
        : new CellStyle(
            (CellColor)_random.Next(17), _random.Next(2) == 0, _random.Next(2) == 0, _random.Next(2) == 0);
}
