namespace Mcu.Client.Terminal.Cells;

// How a cell looks. Colours are the sixteen that every terminal has, so that the user's own palette holds.
internal readonly record struct CellStyle(CellColor Foreground, bool IsBold = false, bool IsDim = false, bool IsReverse = false)
{
    public static CellStyle Plain { get; } = new(CellColor.Default);
}
