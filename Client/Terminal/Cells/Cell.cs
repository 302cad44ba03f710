namespace Mcu.Client.Terminal.Cells;

// One place of the screen: a grapheme cluster that is safe to write, and how it looks. A cluster two columns wide is followed by
// a cell whose text is empty.
internal readonly record struct Cell(string Text, CellStyle Style)
{
    public static Cell Blank { get; } = new(" ", CellStyle.Plain);
}
