using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Terminal.View;

// Pure: the screen that shows a model.
internal static class ScreenView
{
    public static CellGrid Draw(ScreenModel model)
    {
        var grid = new CellGrid(model.Columns, model.Rows);
        var canvas = new Canvas(grid, model.IsUnicode);
        if (!ScreenLayout.IsLargeEnough(model))
        {
            DrawTooSmall(canvas, model);
            return grid;
        }

        TitleBar.Draw(canvas, model);
        if (ScreenLayout.Side(model).Column > 0)
        {
            PeersPanel.Draw(canvas, model);
        }

        if (model.Panel == ShownPanel.Events)
        {
            EventsPanel.Draw(canvas, model);
        }
        else
        {
            SidePanel.Draw(canvas, model);
        }

        InputPanel.Draw(canvas, model);
        StatusLine.Draw(canvas, model);
        return grid;
    }

    private static void DrawTooSmall(Canvas canvas, ScreenModel model)
    {
        string sentence = $"The screen needs {ScreenLayout.LeastColumns} columns and {ScreenLayout.LeastRows} rows; "
            + $"there are {model.Columns} and {model.Rows}. Ctrl+C leaves.";
        var rows = DisplayText.Wrap(DisplayText.Of(sentence, model.IsUnicode), Math.Max(2, model.Columns))
            .Select(row => canvas.Line().Add(row, Palette.Warning));
        canvas.Put(new Area(0, 0, model.Columns, model.Rows), rows);
    }
}
