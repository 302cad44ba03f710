using Mcu.Client.Commands;
using Mcu.Client.Terminal.Input;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Terminal.Update;

// The talk key, F4 or the blank on an empty line: held down where the terminal tells when it is let go, else pressed to change.
//
//   up ──press──▶ held ──release──▶ up        (releases reported)
//   up ──press──▶ down ──press──▶ up          (not reported)
internal static partial class ScreenUpdate
{
    // A key held down repeats faster than that, and nobody presses it as fast. Without releases the two look alike.
    private const long FastestPresses = 120_000_000;

    private static bool IsTalkKey(ScreenModel model, TerminalInput.Pressed pressed) =>
        pressed.Key == Key.F4 || (IsBlank(pressed) && model.Line.IsEmpty && !model.IsAskingToLeave
            && model.OwnVoice.Mode == TalkMode.PushToTalk);

    private static (ScreenModel, IReadOnlyList<Effect>) TalkKeyPressed(
        ScreenModel model, TerminalInput.Pressed pressed, long now)
    {
        if (model.OwnVoice.Mode != TalkMode.PushToTalk)
        {
            return Only(model with { Hint = "The talk key is for push-to-talk: /mode ptt" });
        }

        bool isRepeat = pressed.Action == KeyAction.Repeat
            || (!model.ReportsReleases && model.TalkKeyPressedAt is { } last && now - last < FastestPresses);
        ScreenModel next = model with { TalkKeyPressedAt = now };
        if (isRepeat || (model.ReportsReleases && model.OwnVoice.IsTalkKeyDown))
        {
            return Only(model.ReportsReleases && !isRepeat ? next with { HeldTalkKey = pressed.Key } : next);
        }

        bool down = !model.OwnVoice.IsTalkKeyDown;
        next = next with
        {
            HeldTalkKey = model.ReportsReleases ? pressed.Key : null,
            OwnVoice = model.OwnVoice with { IsTalkKeyDown = down },
        };
        return With(next, new Effect.TalkKey(down));
    }

    private static (ScreenModel, IReadOnlyList<Effect>) Released(ScreenModel model, Key key)
    {
        if (model.HeldTalkKey != key)
        {
            return Only(model);
        }

        ScreenModel next = LetGo(model, out Effect[] effects);
        return With(next, effects);
    }

    // When the terminal is given away, and after somebody else took it: a release was not seen, and who comes back to a client
    // that had stopped does not expect it to send at once.
    private static ScreenModel LetGo(ScreenModel model, out Effect[] effects)
    {
        bool isDown = model.HeldTalkKey is not null || model.OwnVoice.IsTalkKeyDown;
        effects = isDown ? [new Effect.TalkKey(false)] : [];
        return isDown
            ? model with { HeldTalkKey = null, OwnVoice = model.OwnVoice with { IsTalkKeyDown = false } }
            : model;
    }

    private static bool IsBlank(TerminalInput.Pressed pressed) =>
        pressed is { Key: Key.Character, Text: " ", Modifiers: KeyModifiers.None };
}
