using Mcu.Client.Commands;
using Mcu.Client.Terminal.Input;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Terminal.Update;

// What the keys do to the line: as readline has them.
internal static partial class ScreenUpdate
{
    private static readonly string s_full = $"The line is full: {CommandLimits.MaxLineBytes} bytes are allowed.";

    private static ScreenModel Edited(ScreenModel model, TerminalInput.Pressed pressed)
    {
        if (pressed.Key == Key.Tab)
        {
            return Complete(model, backwards: pressed.Modifiers.HasFlag(KeyModifiers.Shift));
        }

        ScreenModel plain = model.Completion is null ? model : model with { Completion = null };
        if (pressed.Key == Key.Up || IsControl(pressed, "p"))
        {
            (LineHistory history, string? older) = plain.History.Older(plain.Line.Text);
            return Recalled(plain, history, older);
        }

        if (pressed.Key == Key.Down || IsControl(pressed, "n"))
        {
            (LineHistory history, string? newer) = plain.History.Newer();
            return Recalled(plain, history, newer);
        }

        if (pressed is { Key: Key.Character, Modifiers: KeyModifiers.None or KeyModifiers.Shift })
        {
            return Inserted(plain, pressed.Text);
        }

        LineEditor line = Moved(plain.Line, pressed);
        return line == plain.Line ? plain : plain with { Line = line };
    }

    private static LineEditor Moved(LineEditor line, TerminalInput.Pressed pressed)
    {
        bool isControl = pressed.Modifiers.HasFlag(KeyModifiers.Control);
        bool isAlt = pressed.Modifiers.HasFlag(KeyModifiers.Alt);
        bool byWord = isControl || isAlt;
        return pressed.Key switch
        {
            Key.Left => byWord ? line.WordLeft() : line.Left(),
            Key.Right => byWord ? line.WordRight() : line.Right(),
            Key.Home => line.Home(),
            Key.End => line.End(),
            Key.Backspace => byWord ? line.KillWordLeft() : line.Backspace(),
            Key.Delete => byWord ? line.KillWordRight() : line.Delete(),
            Key.Character when isControl => WithControl(line, pressed.Text.ToUpperInvariant()),
            Key.Character when isAlt => WithAlt(line, pressed.Text.ToUpperInvariant()),
            _ => line,
        };
    }

    private static LineEditor WithControl(LineEditor line, string letter) => letter switch
    {
        "A" => line.Home(),
        "B" => line.Left(),
        "D" => line.Delete(),
        "E" => line.End(),
        "F" => line.Right(),
        "H" => line.Backspace(),
        "K" => line.KillToEnd(),
        "U" => line.KillToStart(),
        "W" => line.KillBlankWordLeft(),
        "Y" => line.Yank(),
        _ => line,
    };

    private static LineEditor WithAlt(LineEditor line, string letter) => letter switch
    {
        "B" => line.WordLeft(),
        "D" => line.KillWordRight(),
        "F" => line.WordRight(),
        _ => line,
    };

    private static ScreenModel Recalled(ScreenModel model, LineHistory history, string? text) =>
        text is null ? model : model with { History = history, Line = model.Line.Become(text) };

    // The question is answered with a key, not with what happened to be pasted.
    private static ScreenModel Pasted(ScreenModel model, string text) =>
        model.IsAskingToLeave ? model : Inserted(model with { Completion = null, Hint = null }, text);

    private static ScreenModel Inserted(ScreenModel model, string text) => model with
    {
        Line = model.Line.Insert(text),
        Hint = model.Line.HasRoomFor(text) ? null : s_full,
    };

    // The first Tab takes the first that fits; each further one the next, and around.
    private static ScreenModel Complete(ScreenModel model, bool backwards)
    {
        CompletionState? state = model.Completion;
        if (state is null)
        {
            state = Completion.Of(model);
            if (state is null)
            {
                return model with { Hint = "Nothing fits here." };
            }

            state = backwards ? state with { Index = state.Candidates.Count - 1 } : state;
        }
        else
        {
            int count = state.Candidates.Count;
            state = state with { Index = (state.Index + (backwards ? count - 1 : 1)) % count };
        }

        string begun = state.Before + state.Candidates[state.Index];
        LineEditor line = model.Line.Become(begun + state.After);
        return model with
        {
            Line = line with { Cursor = Math.Min(begun.Length, line.Text.Length) },
            Completion = state.Candidates.Count > 1 ? state : null,
        };
    }
}
