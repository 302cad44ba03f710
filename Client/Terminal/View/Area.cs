namespace Mcu.Client.Terminal.View;

// A rectangle of cells.
internal readonly record struct Area(int Column, int Row, int Width, int Height)
{
    // What is left for content within a border and a blank at either side.
    public int InnerWidth => Width - 4;

    public int InnerHeight => Height - 2;
}
