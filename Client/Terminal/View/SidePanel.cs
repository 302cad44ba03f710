using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Terminal.View;

// Statistics or help, in the place of the events; scrolls where it is longer than that.
internal static class SidePanel
{
    public static void Draw(Canvas canvas, ScreenModel model)
    {
        Area area = ScreenLayout.Side(model);
        IReadOnlyList<StyledLine> rows = Rows(canvas.Page, model);
        int above = Math.Clamp(model.PanelAbove, 0, Math.Max(0, rows.Count - area.InnerHeight));
        int below = Math.Max(0, rows.Count - above - area.InnerHeight);
        StyledLine heading = canvas.Line().Add(model.Panel == ShownPanel.Help ? "Help" : "Statistics", Palette.Heading);
        if (below > 0)
        {
            heading.Add($" {canvas.Glyphs.Dot} {below} more below", Palette.Quiet);
        }

        canvas.Panel(area, heading, Palette.Border, rows.Skip(above));
    }

    // How far it can be scrolled.
    public static int MostAbove(ScreenModel model) =>
        Math.Max(0, Rows(new SpectrePage(model.IsUnicode), model).Count - ScreenLayout.Side(model).InnerHeight);

    private static IReadOnlyList<StyledLine> Rows(SpectrePage page, ScreenModel model)
    {
        int width = ScreenLayout.Side(model).InnerWidth;
        return model.Panel == ShownPanel.Help ? HelpPanel.Rows(page, width) : StatisticsPanel.Rows(page, model, width);
    }
}
