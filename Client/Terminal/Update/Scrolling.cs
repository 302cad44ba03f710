using Mcu.Client.Terminal.Model;
using Mcu.Client.Terminal.View;

namespace Mcu.Client.Terminal.Update;

// Pure: PageUp and PageDown, in the panel that is shown. The event at the edge stays in sight.
internal static class Scrolling
{
    public static ScreenModel Up(ScreenModel model) => !ScreenLayout.IsLargeEnough(model) ? model
        : model.Panel == ShownPanel.Events ? EventsUp(model)
        : Panel(model, -1);

    public static ScreenModel Down(ScreenModel model) => !ScreenLayout.IsLargeEnough(model) ? model
        : model.Panel == ShownPanel.Events ? EventsDown(model)
        : Panel(model, 1);

    private static ScreenModel Panel(ScreenModel model, int pages)
    {
        int step = Math.Max(1, ScreenLayout.Side(model).InnerHeight - 1);
        int above = Math.Clamp(model.PanelAbove + (pages * step), 0, SidePanel.MostAbove(model));
        return above == model.PanelAbove ? model : model with { PanelAbove = above };
    }

    // The oldest that is wholly shown becomes the newest shown, as far as there is a page before it.
    private static ScreenModel EventsUp(ScreenModel model)
    {
        int end = model.Events.Count - model.EventsBelow;
        int next = end - Math.Max(1, Fitting(model, end - 1, -1) - 1);
        return At(model, Math.Max(next, Fitting(model, 0, 1)));
    }

    private static ScreenModel EventsDown(ScreenModel model)
    {
        int end = model.Events.Count - model.EventsBelow;
        return At(model, end + Math.Max(1, Fitting(model, end, 1) - 1));
    }

    private static ScreenModel At(ScreenModel model, int end)
    {
        int below = model.Events.Count - Math.Min(end, model.Events.Count);
        return below == model.EventsBelow ? model : model with { EventsBelow = below };
    }

    // How many events, from that one on in that direction, a page holds.
    private static int Fitting(ScreenModel model, int from, int direction)
    {
        Area area = ScreenLayout.Events(model);
        int rows = 0;
        int count = 0;
        for (int i = from; i >= 0 && i < model.Events.Count; i += direction)
        {
            rows += EventLayout.HeightOf(model.Events[i], area, model.IsUnicode);
            if (rows > area.InnerHeight)
            {
                break;
            }

            count++;
        }

        return count;
    }
}
