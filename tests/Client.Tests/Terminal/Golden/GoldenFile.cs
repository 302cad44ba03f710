using System.Globalization;
using System.Text;
using Mcu.Client.Terminal.Cells;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Terminal.Golden;

// A screen as a file: the text, then a letter for the style of each cell, then what the letters mean. With MCU_REWRITE_GOLDEN=1
// in the environment the files are written anew and the tests fail, so that nobody takes that for a pass.
internal static class GoldenFile
{
    private const string Rewrite = "MCU_REWRITE_GOLDEN";

    private static readonly string s_folder =
        Path.Combine(Repository.Root, "tests", "Client.Tests", "Terminal", "Golden");

    public static void Check(string name, CellGrid grid)
    {
        string path = Path.Combine(s_folder, name + ".txt");
        string drawn = Of(grid);
        if (Environment.GetEnvironmentVariable(Rewrite) == "1")
        {
            File.WriteAllText(path, drawn);
            Assert.Fail($"{path} was written anew; look at it, and test again without {Rewrite}.");
        }

        Assert.True(File.Exists(path), $"{path} is missing; {Rewrite}=1 writes it.");
        Assert.Equal(File.ReadAllText(path), drawn);
    }

    // One row's text, without what is blank at its end.
    public static string Row(CellGrid grid, int row) =>
        string.Concat(Enumerable.Range(0, grid.Width).Select(column => grid[column, row].Text)).TrimEnd();

    public static string Text(CellGrid grid) =>
        string.Concat(Enumerable.Range(0, grid.Height).Select(row => Row(grid, row) + "\n"));

    private static string Of(CellGrid grid)
    {
        string cursor = grid.Cursor is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"cursor at column {at.Column}, row {at.Row}")
            : "no cursor";
        var letters = new Dictionary<CellStyle, char> { [CellStyle.Plain] = '.' };
        var styles = new StringBuilder();
        for (int row = 0; row < grid.Height; row++)
        {
            var columns = Enumerable.Range(0, grid.Width);
            string line = string.Concat(columns.Select(column => Letter(letters, grid[column, row])));
            styles.Append(line.TrimEnd('.')).Append('\n');
        }

        var named = letters.Where(pair => pair.Value != '.');
        string legend = string.Concat(named.Select(pair => $"{pair.Value} {Name(pair.Key)}\n"));
        return $"{grid.Width} columns, {grid.Height} rows, {cursor}\n\n{Text(grid)}\n{styles}\n{legend}";
    }

    private static char Letter(Dictionary<CellStyle, char> letters, Cell cell)
    {
        if (!letters.TryGetValue(cell.Style, out char letter))
        {
            letters[cell.Style] = letter = (char)('a' + letters.Count - 1);
        }

        return letter;
    }

    private static string Name(CellStyle style) =>
        $"{style.Foreground}{(style.IsBold ? " bold" : "")}{(style.IsDim ? " dim" : "")}{(style.IsReverse ? " reverse" : "")}";
}
