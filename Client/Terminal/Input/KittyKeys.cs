using System.Globalization;
using System.Text;

namespace Mcu.Client.Terminal.Input;

// Keys as the kitty keyboard protocol reports them, CSI code:shifted:base ; modifiers:event ; text u
// (https://sw.kovidgoyal.net/kitty/keyboard-protocol/), and as xterm's modifyOtherKeys does, which is less of the same. Pure.
internal static class KittyKeys
{
    // What is asked for: escape codes told apart 1, releases 2, shifted and base keys 4, all keys as escape codes 8 (without it
    // no key that types says when it is released), and the text that a key types 16.
    public const int WantedFlags = 31;

    // Without both of these the release of Space is not reported.
    private const int FlagsForReleases = 2 | 8;

    private const int Alt = 2;
    private const int Control = 4;
    private const int SuperOrHyper = 8 | 16;
    private const int Meta = 32;
    private const int CapsLock = 64;

    // CSI ? flags u.
    public static bool ReportsReleases(ControlSequence answer) => (answer.Number(0, 0, 0) & FlagsForReleases) == FlagsForReleases;

    // encoded: as it stands in a sequence, 1 more than the bits.
    public static KeyModifiers Modifiers(int encoded)
    {
        int bits = encoded - 1;
        return encoded < 1 ? KeyModifiers.None
            : (KeyModifiers)(bits & 1)
                | ((bits & (Alt | Meta)) != 0 ? KeyModifiers.Alt : KeyModifiers.None)
                | ((bits & Control) != 0 ? KeyModifiers.Control : KeyModifiers.None);
    }

    public static KeyAction Action(ControlSequence sequence) => sequence.Number(1, 1, 1) switch
    {
        2 => KeyAction.Repeat,
        3 => KeyAction.Release,
        _ => KeyAction.Press,
    };

    // code: the key, from wherever the sequence has it. alt: Escape stood before it.
    public static void Read(ControlSequence sequence, int code, KeyModifiers alt, List<TerminalInput> output)
    {
        int bits = Math.Max(sequence.Number(1, 0, 1) - 1, 0);
        KeyModifiers modifiers = alt | Modifiers(bits + 1);
        KeyAction action = Action(sequence);
        if (Named(code) is { } key)
        {
            output.Add(new TerminalInput.Pressed(key, "", modifiers, action));
        }
        else if ((bits & SuperOrHyper) == 0)
        {
            string text = modifiers.HasFlag(KeyModifiers.Control) ? WithControl(sequence, code) : Typed(sequence, code, bits);
            Type(text, modifiers, action, output);
        }
    }

    // Shift is in the text already; it says something only of a key that does not type.
    private static void Type(string text, KeyModifiers modifiers, KeyAction action, List<TerminalInput> output)
    {
        modifiers = modifiers == KeyModifiers.Shift ? KeyModifiers.None : modifiers;
        for (ReadOnlySpan<char> rest = text; !rest.IsEmpty;)
        {
            int length = StringInfo.GetNextTextElementLength(rest);
            output.Add(new TerminalInput.Pressed(Key.Character, rest[..length].ToString(), modifiers, action));
            rest = rest[length..];
        }
    }

    // The letter that stands there on a Latin keyboard, so that Ctrl+C is that on every layout.
    private static string WithControl(ControlSequence sequence, int code)
    {
        int baseCode = sequence.Final == 'u' ? sequence.Number(0, 2, 0) : 0;
        return Printable(code >= 0x80 && baseCode is > 0x20 and < 0x7F ? baseCode : code).ToLowerInvariant();
    }

    private static string Typed(ControlSequence sequence, int code, int bits)
    {
        if (sequence.Final != 'u')
        {
            return Printable(code);
        }

        var text = new StringBuilder();
        for (int part = 0; sequence.Number(2, part, 0) is > 0 and var character; part++)
        {
            text.Append(Printable(character));
        }

        if (text.Length > 0)
        {
            return text.ToString();
        }

        bool isShifted = (bits & 1) != 0;
        int shifted = sequence.Number(0, 1, 0);
        string plain = Printable(isShifted && shifted > 0 ? shifted : code);
        bool isUpper = isShifted != ((bits & CapsLock) != 0);
        return shifted > 0 && isShifted ? plain : isUpper ? plain.ToUpperInvariant() : plain;
    }

    // Nothing for what is no character, for control characters and for keys that type nothing.
    private static string Printable(int code)
    {
        code = code is >= 57399 and <= 57416 ? "0123456789./*-+\r=,"[code - 57399] : code;
        return Rune.IsValid(code) && !Rune.IsControl(new Rune(code)) && code is < 0xE000 or > 0xF8FF ? new Rune(code).ToString() : "";
    }

    // Those on the keypad mean the same; modifiers, media keys and the like mean nothing here.
    private static Key? Named(int code) => code switch
    {
        9 => Key.Tab,
        13 or 57414 => Key.Enter,
        27 => Key.Escape,
        8 or 127 => Key.Backspace,
        57417 => Key.Left,
        57418 => Key.Right,
        57419 => Key.Up,
        57420 => Key.Down,
        57421 => Key.PageUp,
        57422 => Key.PageDown,
        57423 => Key.Home,
        57424 => Key.End,
        57425 => Key.Insert,
        57426 => Key.Delete,
        >= 57364 and <= 57375 => Key.F1 + (code - 57364),
        _ => null,
    };
}
