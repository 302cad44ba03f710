using Mcu.Client.Terminal;
using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Input;

namespace Mcu.TerminalProbe;

// Lines in a frame, the newest at the bottom, in the terminal's size of now.
internal sealed class Page(ITerminal terminal)
{
    private readonly List<string> _lines = [];

    public static string Describe(TerminalInput input) => input switch
    {
        TerminalInput.Pressed pressed => $"{pressed.Key} '{pressed.Text}' {pressed.Modifiers}",
        TerminalInput.Resized resized => $"resized to {resized.Columns}x{resized.Rows}",
        TerminalInput.Pasted pasted => $"pasted '{pasted.Text}'",
        _ => input.GetType().Name,
    };

    public void Show(string line)
    {
        _lines.Add(line);
        (int columns, int rows) = terminal.Size;
        var grid = new CellGrid(columns, rows) { Cursor = (1, rows - 1) };
        for (int row = 0; row < rows; row++)
        {
            grid[columns - 1, row] = new Cell("│", new CellStyle(CellColor.Green));
        }

        Put(grid, 0, "漢", isWide: true);
        Put(grid, 2, "🦊", isWide: true);
        Put(grid, 4, "|", isWide: false);
        string[] shown = [.. _lines.TakeLast(rows - 1)];
        for (int row = 0; row < shown.Length; row++)
        {
            for (int column = 0; column < Math.Min(shown[row].Length, columns - 1); column++)
            {
                grid[column, row + 1] = new Cell(shown[row][column].ToString(), CellStyle.Plain);
            }
        }

        terminal.Draw(grid);
    }

    private static void Put(CellGrid grid, int column, string text, bool isWide)
    {
        if (column + 2 < grid.Width)
        {
            grid[column, 0] = new Cell(text, CellStyle.Plain);
            grid[column + 1, 0] = isWide ? new Cell("", CellStyle.Plain) : grid[column + 1, 0];
        }
    }
}
