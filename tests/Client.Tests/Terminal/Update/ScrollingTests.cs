using Mcu.Client.Terminal.Input;
using Mcu.Client.Terminal.Model;
using Mcu.Client.Terminal.View;
using Mcu.Client.Tests.Terminal.Golden;
using Xunit;

namespace Mcu.Client.Tests.Terminal.Update;

public class ScrollingTests
{
    private static readonly Message s_up = Scenes.Press(Key.PageUp);
    private static readonly Message s_down = Scenes.Press(Key.PageDown);

    private static readonly ScreenModel s_long = Scenes.After(
        Scenes.Empty(60, 15),
        [.. Enumerable.Range(0, 50).Select(i => Scenes.Told(1, 2, $"event {i}{(i % 3 == 0 ? " of which there is more" : "")}"))]);

    [Fact]
    public void PageUp_ends_at_a_full_first_page_and_PageDown_at_the_newest()
    {
        ScreenModel top = Scenes.After(s_long, [.. Enumerable.Repeat(s_up, 50)]);
        Assert.Same(top, Scenes.After(top, s_up));
        Assert.Contains("event 0 ", GoldenFile.Row(ScreenView.Draw(top), 2), StringComparison.Ordinal);
        Assert.Equal(0, Scenes.After(top, [.. Enumerable.Repeat(s_down, 50)]).EventsBelow);
        Assert.Same(s_long, Scenes.After(s_long, s_down));
    }

    [Fact]
    public void No_event_is_skipped()
    {
        var seen = new HashSet<int>();
        ScreenModel model = s_long;
        for (int page = 0; page < 30; page++, model = Scenes.After(model, s_up))
        {
            string text = GoldenFile.Text(ScreenView.Draw(model));
            seen.UnionWith(Enumerable.Range(0, 50).Where(i => $"{text} ".Contains($"event {i} ", StringComparison.Ordinal)));
        }

        Assert.Equal(50, seen.Count);
    }

    [Fact]
    public void What_is_read_stays_while_new_events_come()
    {
        ScreenModel up = Scenes.After(s_long, s_up);
        ScreenModel later = Scenes.After(up, Scenes.Told(2, 3, "new"), Scenes.Told(2, 3, "newer"));
        Assert.Equal(up.EventsBelow + 2, later.EventsBelow);
        Assert.Equal(GoldenFile.Row(ScreenView.Draw(up), 5), GoldenFile.Row(ScreenView.Draw(later), 5));
    }

    [Fact]
    public void Nothing_to_scroll_stays_as_it_is()
    {
        ScreenModel empty = Scenes.Empty(60, 15);
        Assert.Same(empty, Scenes.After(empty, s_up));
        Assert.Same(empty, Scenes.After(empty, s_down));
        ScreenModel small = s_long with { Columns = 10 };
        Assert.Same(small, Scenes.After(small, s_up));
    }

    [Fact]
    public void Help_scrolls_to_its_end_and_back()
    {
        ScreenModel help = Scenes.After(s_long, Scenes.Press(Key.F1));
        ScreenModel end = Scenes.After(help, [.. Enumerable.Repeat(s_down, 40)]);
        Assert.Same(end, Scenes.After(end, s_down));
        Assert.Contains("/leave", GoldenFile.Text(ScreenView.Draw(end)), StringComparison.Ordinal);
        Assert.Equal(0, Scenes.After(end, [.. Enumerable.Repeat(s_up, 40)]).PanelAbove);
    }
}
