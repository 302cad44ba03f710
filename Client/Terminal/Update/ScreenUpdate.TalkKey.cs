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
            && model.Voice.Mode == TalkMode.PushToTalk);

    private static (ScreenModel, IReadOnlyList<Effect>) TalkKeyPressed(
        ScreenModel model, TerminalInput.Pressed pressed, long now)
    {
        if (model.Voice.Mode != TalkMode.PushToTalk)
        {
            return Only(model with { Hint = "The talk key is for push-to-talk: /mode ptt" });
        }

        bool isRepeat = pressed.Action == KeyAction.Repeat
            || (!model.ReportsReleases && model.TalkKeyPressedAt is { } last && now - last < FastestPresses);
        ScreenModel next = model with { TalkKeyPressedAt = now };
        if (isRepeat || (model.ReportsReleases && model.Voice.IsTalkKeyDown))
        {
            return Only(model.ReportsReleases && !isRepeat ? next with { HeldTalkKey = pressed.Key } : next);
        }

        bool down = !model.Voice.IsTalkKeyDown;
        next = next with
        {
            HeldTalkKey = model.ReportsReleases ? pressed.Key : null,
            Voice = model.Voice with { IsTalkKeyDown = down },
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

    // Before the terminal is given away: the release would not be seen.
    private static ScreenModel LetGo(ScreenModel model, out Effect[] effects)
    {
        effects = model.HeldTalkKey is null ? [] : [new Effect.TalkKey(false)];
        return model.HeldTalkKey is null
            ? model
            : model with { HeldTalkKey = null, Voice = model.Voice with { IsTalkKeyDown = false } };
    }

    // The mode may change while the key is held.
    private static (ScreenModel, IReadOnlyList<Effect>) VoiceChanged(ScreenModel model, VoiceState voice) => Only(
        voice == model.Voice
            ? model
            : model with { Voice = voice, HeldTalkKey = voice.IsTalkKeyDown ? model.HeldTalkKey : null });

    private static bool IsBlank(TerminalInput.Pressed pressed) =>
        pressed is { Key: Key.Character, Text: " ", Modifiers: KeyModifiers.None };
}
