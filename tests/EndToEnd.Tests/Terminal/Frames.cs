using System.Text;
using Xunit;

namespace Mcu.EndToEnd.Tests.Terminal;

// Pure: the frames of a screen's panels, and whether what stands in them leaves them whole.
internal static class Frames
{
    // Rows of the panel in the left upper corner.
    public static IEnumerable<string> PeersIn(string text) => text.Split('\n')
        .SkipWhile(row => !row.Contains("Peers", StringComparison.Ordinal)).Skip(1)
        .TakeWhile(row => row.StartsWith('│') || row.StartsWith('|'))
        .Select(row => row[1..].Split('│', '|')[0]);

    // Fails where a border does not stand in its column, from the upper corners down to the lower ones. Returns how many panels
    // there are. Text: of a screen of so many columns.
    public static int AssertWhole(string text, int columns)
    {
        string[][] rows = [.. text.Split('\n').Select(Columns)];
        int panels = 0;
        for (int y = 0; y < rows.Length; y++)
        {
            Assert.True(rows[y].Length <= columns, $"Row {y} is {rows[y].Length} columns wide:\n{text}");
            for (int x = 0; x < rows[y].Length; x++)
            {
                (string side, string end) = rows[y][x] switch
                {
                    "╭" => ("│", "╰"),
                    "╮" => ("│", "╯"),
                    _ => ("", ""),
                };
                panels += rows[y][x] == "╭" ? 1 : 0;
                for (int down = y + 1; side.Length > 0; down++)
                {
                    string there = down < rows.Length && x < rows[down].Length ? rows[down][x] : "nothing";
                    Assert.True(there == side || there == end, $"\"{there}\" is in the border at row {down}, column {x}:\n{text}");
                    side = there == end ? "" : side;
                }
            }
        }

        return panels;
    }

    // What stands in each column; nothing in the second one of a wide character.
    private static string[] Columns(string row)
    {
        var columns = new List<string>();
        foreach (Rune rune in row.EnumerateRunes())
        {
            if (IsMark(rune.Value))
            {
                continue;
            }

            columns.Add(rune.ToString());
            if (IsWide(rune.Value))
            {
                columns.Add("");
            }
        }

        return [.. columns];
    }

    // Of the names that the tests have.
    private static bool IsMark(int rune) => rune is (>= 0x300 and <= 0x36F) or 0x200D or (>= 0xFE00 and <= 0xFE0F);

    private static bool IsWide(int rune) =>
        rune is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xFF00 and <= 0xFF60)
            or (>= 0x1F300 and <= 0x1FAFF);
}
