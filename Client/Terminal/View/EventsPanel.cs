using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Terminal.View;

// What happened, the newest at the bottom.
internal static class EventsPanel
{
    public static void Draw(Canvas canvas, ScreenModel model)
    {
        Area area = ScreenLayout.Events(model);
        StyledLine heading = canvas.Line().Add("Events", Palette.Heading);
        if (model.EventsBelow > 0)
        {
            heading.Add($" {canvas.Glyphs.Dot} {model.EventsBelow} newer below", Palette.Warning);
        }

        int before = Math.Max(model.Events.Count - model.EventsBelow, Math.Min(1, model.Events.Count));
        canvas.Panel(area, heading, Palette.Border, EventLayout.Page(model.Events, before, area, model.IsUnicode));
    }
}
