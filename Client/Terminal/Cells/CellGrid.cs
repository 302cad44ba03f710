namespace Mcu.Client.Terminal.Cells;

// A screenful of cells, and where the cursor stands. Pure; made blank, written by one drawer, then read.
internal sealed class CellGrid
{
    private readonly Cell[] _cells;

    // Width, Height: columns and rows, 1 or more.
    public CellGrid(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        Width = width;
        Height = height;
        _cells = new Cell[width * height];
        _cells.AsSpan().Fill(Cell.Blank);
    }

    public int Width { get; }

    public int Height { get; }

    // Where the cursor is shown; null hides it.
    public (int Column, int Row)? Cursor { get; set; }

    public Cell this[int column, int row]
    {
        get => _cells[Index(column, row)];
        set => _cells[Index(column, row)] = value;
    }

    private int Index(int column, int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Width);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Height);
        return (row * Width) + column;
    }
}
