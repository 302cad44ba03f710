using Mcu.Client.Terminal.Input;
using Mcu.Client.Terminal.Model;
using Mcu.Client.Terminal.Update;
using Xunit;

namespace Mcu.Client.Tests.Terminal.Update;

public class ScreenUpdateTests
{
    private static readonly ScreenModel s_start = Scenes.Busy(80, 24, true);

    [Fact]
    public void Enter_submits_the_line_and_keeps_it_in_the_history()
    {
        ScreenModel typed = Scenes.After(s_start, Scenes.Type("/kick ben"));
        (ScreenModel after, IReadOnlyList<Effect> effects) = ScreenUpdate.Apply(typed, Scenes.Press(Key.Enter));
        Assert.Equal([new Effect.Submit("/kick ben")], effects);
        Assert.Equal("", after.Line.Text);
        Assert.Equal("/kick ben", Scenes.After(after, Scenes.Press(Key.Up)).Line.Text);
        Message[] upAndDown = [.. Scenes.Type("/who"), Scenes.Press(Key.Up), Scenes.Press(Key.Down)];
        Assert.Equal("/who", Scenes.After(after, upAndDown).Line.Text);
    }

    [Fact]
    public void A_blank_line_is_not_submitted() =>
        Assert.Empty(ScreenUpdate.Apply(Scenes.After(s_start, Scenes.Type("  ")), Scenes.Press(Key.Enter)).Effects);

    [Fact]
    public void F2_mutes() => Assert.Equal([new Effect.Submit("/mute")], Effects(s_start, Scenes.Press(Key.F2)));

    [Fact]
    public void Control_keys_are_at_hand_whatever_is_shown()
    {
        ScreenModel asking = Scenes.After(s_start, Scenes.Press(Key.F1), Scenes.Press(Key.Escape), Scenes.Press(Key.Escape));
        foreach (ScreenModel model in new[] { s_start, asking, s_start with { Columns = 5, Rows = 2 } })
        {
            Assert.Equal([new Effect.Leave()], Effects(model, Scenes.Control("c")));
            Assert.Equal([new Effect.Suspend()], Effects(model, Scenes.Control("z")));
            Assert.Equal([new Effect.Redraw()], Effects(model, Scenes.Control("l")));
        }
    }

    [Fact]
    public void Escape_asks_before_leaving()
    {
        ScreenModel asking = Scenes.After(s_start, [.. Scenes.Type("/w"), Scenes.Press(Key.Escape)]);
        Assert.True(asking.IsAskingToLeave);
        Message[] staying = [Scenes.Press(Key.Escape), Scenes.Character("n"), Scenes.Character("N")];
        Message[] leaving = [Scenes.Press(Key.Enter), Scenes.Character("y"), Scenes.Character("Y")];
        Message[] neither = [Scenes.Character("x"), Scenes.Press(Key.F1), Scenes.Press(Key.Tab), Scenes.Paste("y")];
        Assert.All(staying, key => Assert.False(Scenes.After(asking, key).IsAskingToLeave));
        Assert.All(staying, key => Assert.Empty(Effects(asking, key)));
        Assert.All(leaving, key => Assert.Equal([new Effect.Leave()], Effects(asking, key)));
        Assert.All(neither, key => Assert.Equal(asking, Scenes.After(asking, key)));
        Assert.Equal("/w", Scenes.After(asking, staying[0]).Line.Text);
    }

    [Fact]
    public void Escape_closes_a_panel_first()
    {
        ScreenModel help = Scenes.After(s_start, Scenes.Press(Key.F1));
        Assert.Equal(ShownPanel.Help, help.Panel);
        Assert.Equal(ShownPanel.Statistics, Scenes.After(help, Scenes.Press(Key.F3)).Panel);
        ScreenModel closed = Scenes.After(help, Scenes.Press(Key.Escape));
        Assert.Equal((ShownPanel.Events, false), (closed.Panel, closed.IsAskingToLeave));
        Assert.Equal(ShownPanel.Events, Scenes.After(help, Scenes.Press(Key.F1)).Panel);
        Assert.Equal(ShownPanel.Statistics, Scenes.After(s_start, new Message.PanelAsked(ShownPanel.Statistics)).Panel);
    }

    [Theory]
    [InlineData("a", "|kick ben")]
    [InlineData("e", "kick ben|")]
    [InlineData("b", "kick be|n")]
    [InlineData("h", "kick be|")]
    [InlineData("u", "|")]
    [InlineData("w", "kick |")]
    [InlineData("W", "kick |")]
    public void Control_keys_edit_the_line(string letter, string line)
    {
        LineEditor after = Scenes.After(s_start, [.. Scenes.Type("kick ben"), Scenes.Control(letter)]).Line;
        Assert.Equal(line, after.Text.Insert(after.Cursor, "|"));
    }

    [Fact]
    public void What_was_cut_is_put_back()
    {
        ScreenModel model = Scenes.After(
            s_start, [.. Scenes.Type("kick ben"), Scenes.Control("w"), Scenes.Control("a"), Scenes.Control("y")]);
        Assert.Equal("benkick ", model.Line.Text);
    }

    [Fact]
    public void Control_D_asks_on_an_empty_line_and_deletes_in_another()
    {
        Assert.True(Scenes.After(s_start, Scenes.Control("d")).IsAskingToLeave);
        ScreenModel typed = Scenes.After(s_start, [.. Scenes.Type("ab"), Scenes.Control("a"), Scenes.Control("d")]);
        Assert.Equal(("b", false), (typed.Line.Text, typed.IsAskingToLeave));
    }

    [Fact]
    public void A_line_that_is_full_says_so_until_the_next_key()
    {
        ScreenModel full = Scenes.After(s_start, Scenes.Paste(new string('x', 10_000)));
        Assert.Equal("The line is full: 4096 bytes are allowed.", full.Hint);
        Assert.Null(Scenes.After(full, Scenes.Press(Key.Left)).Hint);
    }

    [Fact]
    public void What_the_terminal_tells_is_heeded()
    {
        Assert.Equal([new Effect.Leave()], Effects(s_start, Typed(new TerminalInput.Closed())));
        Assert.Equal([new Effect.Redraw()], Effects(s_start, Typed(new TerminalInput.Continued())));
        ScreenModel resized = Scenes.After(s_start, Typed(new TerminalInput.Resized(100, 30)));
        Assert.Equal((100, 30), (resized.Columns, resized.Rows));
    }

    [Fact]
    public void What_changes_nothing_gives_the_same_model()
    {
        Assert.Same(s_start, Scenes.After(s_start, new Message.Measured(Scenes.Numbers with { })));
        Assert.Same(s_start, Scenes.After(s_start, new Message.VoiceChanged(s_start.Voice with { })));
        Assert.Same(s_start, Scenes.After(s_start, new Message.ConnectionChanged(ConnectionState.Connected)));
        Assert.Same(s_start, Scenes.After(s_start, Scenes.Press(Key.Left)));
        Assert.Same(s_start, Scenes.After(s_start, Scenes.Press(Key.F9)));
    }

    [Fact]
    public void Events_are_forgotten_beyond_the_cap()
    {
        ScreenModel model = Scenes.After(
            Scenes.Empty(80, 24, maxEvents: 10), [.. Enumerable.Range(0, 25).Select(i => Scenes.Told(1, 2, $"event {i}"))]);
        Assert.Equal((10, "event 15", "event 24"), (model.Events.Count, model.Events[0].Text, model.Events[9].Text));
    }

    private static Message Typed(TerminalInput input) => new Message.Typed(input, 0);

    private static IReadOnlyList<Effect> Effects(ScreenModel model, Message message) =>
        ScreenUpdate.Apply(model, message).Effects;
}
