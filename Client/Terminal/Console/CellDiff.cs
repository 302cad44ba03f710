using System.Buffers;
using Mcu.Client.Terminal.Cells;

namespace Mcu.Client.Terminal.Console;

// What must be written so that a terminal which shows one grid shows another. Pure.
internal static class CellDiff
{
    // shown: null or of another size where it is not known what is shown. Writes nothing where nothing differs.
    public static void Write(CellGrid? shown, CellGrid wanted, TerminalAbilities abilities, IBufferWriter<byte> output)
    {
        bool isAfresh = shown is null || shown.Width != wanted.Width || shown.Height != wanted.Height;
        CellGrid before = isAfresh ? new CellGrid(wanted.Width, wanted.Height) : shown!;
        var writer = new AnsiWriter(output, abilities);
        bool hasBegun = isAfresh;
        if (isAfresh)
        {
            writer.Begin();
            writer.Clear();
        }

        for (int row = 0; row < wanted.Height; row++)
        {
            WriteRow(before, wanted, row, writer, ref hasBegun);
        }

        if (!hasBegun && before.Cursor != wanted.Cursor)
        {
            writer.Begin();
            hasBegun = true;
        }

        if (hasBegun)
        {
            writer.End(wanted.Cursor);
        }
    }

    private static void WriteRow(CellGrid before, CellGrid wanted, int row, AnsiWriter writer, ref bool hasBegun)
    {
        // Up to here a terminal may have written over what stood right of a cluster that it takes for wider.
        int doubtfulTo = 0;
        int width;
        for (int column = 0; column < wanted.Width; column += width)
        {
            Cell cell = wanted[column, row];
            width = WidthAt(wanted, column, row);
            if (column >= doubtfulTo && cell == before[column, row] && width == WidthAt(before, column, row))
            {
                continue;
            }

            if (!hasBegun)
            {
                writer.Begin();
                hasBegun = true;
            }

            // A cell without text that is the rest of none is blank.
            string text = cell.Text.Length == 0 ? " " : cell.Text;
            writer.Write(column, row, text, width, cell.Style);
            doubtfulTo = Math.Max(doubtfulTo, column + ClusterWidth.AtMost(text));
        }
    }

    // A cell without text is the rest of the cluster before it.
    private static int WidthAt(CellGrid grid, int column, int row) =>
        grid[column, row].Text.Length > 0 && column + 1 < grid.Width && grid[column + 1, row].Text.Length == 0 ? 2 : 1;
}
