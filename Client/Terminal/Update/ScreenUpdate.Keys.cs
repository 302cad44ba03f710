using Mcu.Client.Terminal.Input;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Terminal.Update;

// What each key does.
internal static partial class ScreenUpdate
{
    private static (ScreenModel, IReadOnlyList<Effect>) Pressed(ScreenModel model, TerminalInput.Pressed pressed, long now)
    {
        if (pressed.Action == KeyAction.Release)
        {
            return Released(model, pressed.Key);
        }

        ScreenModel fresh = model.Hint is null ? model : model with { Hint = null };
        return IsControl(pressed, "c") ? With(LetGo(fresh, out Effect[] up), [.. up, new Effect.Leave()])
            : IsControl(pressed, "z") ? With(LetGo(fresh, out up), [.. up, new Effect.Suspend()])
            : IsControl(pressed, "l") ? With(fresh, new Effect.Redraw())
            : IsTalkKey(fresh, pressed) ? TalkKeyPressed(fresh, pressed, now)
            : fresh.IsAskingToLeave ? Answered(fresh, pressed)
            : Function(fresh, pressed) ?? Only(Edited(fresh, pressed));
    }

    private static (ScreenModel, IReadOnlyList<Effect>) Answered(ScreenModel model, TerminalInput.Pressed pressed)
    {
        ScreenModel stays = model with { IsAskingToLeave = false };
        return pressed.Key switch
        {
            Key.Enter => With(stays, new Effect.Leave()),
            Key.Escape => Only(stays),
            Key.Character when Is(pressed.Text, "y") => With(stays, new Effect.Leave()),
            Key.Character when Is(pressed.Text, "n") => Only(stays),
            _ => Only(model),
        };
    }

    // Null where the key belongs to the line.
    private static (ScreenModel, IReadOnlyList<Effect>)? Function(ScreenModel model, TerminalInput.Pressed pressed) =>
        pressed.Key switch
        {
            Key.F1 => Only(Toggle(model, ShownPanel.Help)),
            Key.F2 when pressed.Action == KeyAction.Press => With(model, new Effect.Submit("/mute")),
            Key.F3 => Only(Toggle(model, ShownPanel.Statistics)),
            Key.Escape => Only(Escaped(model)),
            Key.PageUp => Only(Scrolling.Up(model)),
            Key.PageDown => Only(Scrolling.Down(model)),
            Key.Enter => Entered(model),
            Key.Character when IsControl(pressed, "d") && model.Line.IsEmpty => Only(Ask(model)),
            _ => null,
        };

    private static ScreenModel Toggle(ScreenModel model, ShownPanel panel) =>
        Show(model, model.Panel == panel ? ShownPanel.Events : panel);

    // A panel that hides the events goes first.
    private static ScreenModel Escaped(ScreenModel model) =>
        model.Panel == ShownPanel.Events ? Ask(model) : Show(model, ShownPanel.Events);

    private static ScreenModel Ask(ScreenModel model) => model with { IsAskingToLeave = true, Completion = null };

    // What stands in the line is carried out and kept in the history; a blank line is only cleared.
    private static (ScreenModel, IReadOnlyList<Effect>) Entered(ScreenModel model)
    {
        string line = model.Line.Text;
        ScreenModel next = model with { Line = model.Line.Become(""), Completion = null, EventsBelow = 0 };
        return string.IsNullOrWhiteSpace(line)
            ? Only(next)
            : With(next with { History = model.History.Add(line) }, new Effect.Submit(line));
    }

    private static bool IsControl(TerminalInput.Pressed pressed, string letter) =>
        pressed is { Key: Key.Character, Modifiers: KeyModifiers.Control } && Is(pressed.Text, letter);

    private static bool Is(string text, string letter) => text.Equals(letter, StringComparison.OrdinalIgnoreCase);
}
