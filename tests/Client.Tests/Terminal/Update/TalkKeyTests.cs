using Mcu.Client.Commands;
using Mcu.Client.Terminal.Input;
using Mcu.Client.Terminal.Model;
using Mcu.Client.Terminal.Update;
using Xunit;

namespace Mcu.Client.Tests.Terminal.Update;

public class TalkKeyTests
{
    private const long Second = 1_000_000_000;

    private static readonly ScreenModel s_toggling =
        Scenes.After(Scenes.Busy(80, 24, true), new Message.VoiceChanged(new VoiceState(TalkMode.PushToTalk)));

    private static readonly ScreenModel s_holding =
        Scenes.After(s_toggling, new Message.Typed(new TerminalInput.ReleasesReported(), 0));

    [Theory]
    [InlineData("F4", true)]
    [InlineData("Space", true)]
    [InlineData("F4", false)]
    [InlineData("Space", false)]
    public void Holds_where_releases_are_reported_and_toggles_elsewhere(string key, bool reports)
    {
        ScreenModel model = reports ? s_holding : s_toggling;
        Assert.Equal([new Effect.TalkKey(true)], Apply(ref model, key, KeyAction.Press, 0));
        Assert.Empty(Apply(ref model, key, KeyAction.Repeat, Second / 2));
        Assert.Equal(
            reports ? [new Effect.TalkKey(false)] : Array.Empty<Effect>(), Apply(ref model, key, KeyAction.Release, Second));
        Assert.Equal([new Effect.TalkKey(reports)], Apply(ref model, key, KeyAction.Press, 2 * Second));
        Assert.Equal("", model.Line.Text);
    }

    // Without releases a key held down looks like one that is pressed thirty times a second.
    [Fact]
    public void A_key_held_down_does_not_toggle_all_the_time()
    {
        ScreenModel model = s_toggling;
        int effects = 0;
        for (long now = 0; now < 3 * Second; now += Second / 30)
        {
            effects += Apply(ref model, "Space", KeyAction.Press, now).Count;
        }

        Assert.Equal(1, effects);
        Assert.Single(Apply(ref model, "Space", KeyAction.Press, 4 * Second));
    }

    [Fact]
    public void A_release_that_was_lost_is_made_up_for_by_the_next_press()
    {
        ScreenModel model = s_holding;
        Assert.Single(Apply(ref model, "F4", KeyAction.Press, 0));
        Assert.Empty(Apply(ref model, "F4", KeyAction.Press, 5 * Second));
        Assert.Equal([new Effect.TalkKey(false)], Apply(ref model, "F4", KeyAction.Release, 6 * Second));
    }

    // Nobody may stay on the air because of what was measured a moment before.
    [Fact]
    public void A_release_counts_whatever_was_told_meanwhile()
    {
        ScreenModel model = s_holding;
        Apply(ref model, "F4", KeyAction.Press, 0);
        model = Scenes.After(model, new Message.VoiceChanged(new VoiceState(TalkMode.PushToTalk)));
        Assert.Equal([new Effect.TalkKey(false)], Apply(ref model, "F4", KeyAction.Release, Second));
        Apply(ref model, "F4", KeyAction.Press, 2 * Second);
        model = Scenes.After(model, new Message.VoiceChanged(new VoiceState(TalkMode.Continuous)));
        Assert.Equal([new Effect.TalkKey(false)], Apply(ref model, "F4", KeyAction.Release, 3 * Second));
    }

    // Stopped by somebody else's signal, and no release was seen; toggled keys have none.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_comes_back_from_a_stop_is_not_on_the_air(bool reports)
    {
        ScreenModel model = reports ? s_holding : s_toggling;
        Assert.Single(Apply(ref model, "F4", KeyAction.Press, 0));
        (model, IReadOnlyList<Effect> effects) =
            ScreenUpdate.Apply(model, new Message.Typed(new TerminalInput.Continued(), Second));
        Assert.Equal([new Effect.TalkKey(false), new Effect.Redraw()], effects);
        Assert.False(model.OwnVoice.IsTalkKeyDown);
    }

    [Fact]
    public void Another_key_let_go_is_none_of_it()
    {
        ScreenModel model = s_holding;
        Assert.Single(Apply(ref model, "F4", KeyAction.Press, 0));
        Assert.Empty(Apply(ref model, "Space", KeyAction.Release, 1));
        Assert.True(model.OwnVoice.IsTalkKeyDown);
    }

    [Fact]
    public void It_goes_up_before_the_terminal_is_given_away()
    {
        ScreenModel model = s_holding;
        Apply(ref model, "F4", KeyAction.Press, 0);
        Assert.Equal(
            [new Effect.TalkKey(false), new Effect.Suspend()], ScreenUpdate.Apply(model, Scenes.Control("z")).Effects);
    }

    [Fact]
    public void In_another_mode_it_says_what_to_do()
    {
        ScreenModel model = Scenes.Busy(80, 24, true);
        Assert.Empty(Apply(ref model, "F4", KeyAction.Press, 0));
        Assert.Equal("The talk key is for push-to-talk: /mode ptt", model.Hint);
        Apply(ref model, "Space", KeyAction.Press, 0);
        Assert.Equal(" ", model.Line.Text);
    }

    [Fact]
    public void A_blank_within_a_line_is_a_blank()
    {
        ScreenModel model = Scenes.After(s_toggling, Scenes.Type("/kick"));
        Assert.Empty(Apply(ref model, "Space", KeyAction.Press, 0));
        Assert.Equal("/kick ", model.Line.Text);
    }

    private static IReadOnlyList<Effect> Apply(ref ScreenModel model, string key, KeyAction action, long now)
    {
        TerminalInput input = key == "Space"
            ? new TerminalInput.Pressed(Key.Character, " ", KeyModifiers.None, action)
            : new TerminalInput.Pressed(Key.F4, "", KeyModifiers.None, action);
        (model, IReadOnlyList<Effect> effects) = ScreenUpdate.Apply(model, new Message.Typed(input, now));
        return effects;
    }
}
