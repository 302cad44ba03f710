namespace Mcu.Client.Terminal.Input;

// Keys as terminals have sent them since the VT100: control characters, SS3 and CSI sequences, with the modifiers of xterm and of
// rxvt. Pure.
internal static class LegacyKeys
{
    // value: 0 to 31 without Escape, or 127.
    public static TerminalInput OfControl(byte value, KeyModifiers modifiers) => value switch
    {
        0x08 or 0x7F => Press(Key.Backspace, modifiers),
        0x09 => Press(Key.Tab, modifiers),
        0x0A or 0x0D => Press(Key.Enter, modifiers),
        0x00 => Type(" ", modifiers | KeyModifiers.Control),
        <= 0x1A => Type(((char)(value - 1 + 'a')).ToString(), modifiers | KeyModifiers.Control),
        _ => Type(((char)(value + 0x40)).ToString(), modifiers | KeyModifiers.Control),
    };

    public static void OfSs3(ControlSequence sequence, KeyModifiers alt, List<TerminalInput> output)
    {
        // Some put the modifiers before the final byte, as they do after CSI.
        KeyModifiers modifiers = alt | KittyKeys.Modifiers(Math.Max(sequence.Number(0, 0, 1), sequence.Number(1, 0, 1)));
        char final = (char)sequence.Final;
        if (final is >= 'a' and <= 'd')
        {
            output.Add(Press(Arrow(char.ToUpperInvariant(final)), modifiers | KeyModifiers.Control));
        }
        else if (final is >= 'j' and <= 'y')
        {
            output.Add(Type("*+,-./0123456789"[final - 'j'].ToString(), modifiers));
        }
        else if (final is 'M' or 'I' or 'X')
        {
            output.Add(final == 'M' ? Press(Key.Enter, modifiers) : final == 'I' ? Press(Key.Tab, modifiers) : Type("=", modifiers));
        }
        else if (OfLetter(final) is { } key)
        {
            output.Add(Press(key, modifiers));
        }
    }

    // Without private and intermediate bytes.
    public static void OfCsi(ControlSequence sequence, KeyModifiers alt, List<TerminalInput> output)
    {
        char final = (char)sequence.Final;
        int number = sequence.Number(0, 0, 1);
        KeyModifiers modifiers = alt | KittyKeys.Modifiers(sequence.Number(1, 0, 1));
        if (final == '~' && number == 27 && sequence.Number(2, 0, 0) is > 0 and var code)
        {
            KittyKeys.Read(sequence, code, alt, output);
            return;
        }

        (Key? key, KeyModifiers more) = final switch
        {
            '~' => (OfNumber(number), KeyModifiers.None),
            '$' => (OfNumber(number), KeyModifiers.Shift),
            '^' => (OfNumber(number), KeyModifiers.Control),
            '@' => (OfNumber(number), KeyModifiers.Shift | KeyModifiers.Control),
            'Z' => (Key.Tab, KeyModifiers.Shift),
            >= 'a' and <= 'd' => (Arrow(char.ToUpperInvariant(final)), KeyModifiers.Shift),
            _ => (OfLetter(final), KeyModifiers.None),
        };

        // With several parameters CSI R is where the cursor stands, but that is never asked for: it is F3.
        if (key is { } known)
        {
            output.Add(new TerminalInput.Pressed(known, "", modifiers | more, KittyKeys.Action(sequence)));
        }
    }

    private static TerminalInput.Pressed Press(Key key, KeyModifiers modifiers) => new(key, "", modifiers, KeyAction.Press);

    private static TerminalInput.Pressed Type(string text, KeyModifiers modifiers) =>
        new(Key.Character, text, modifiers, KeyAction.Press);

    private static Key Arrow(char final) => final switch
    {
        'A' => Key.Up,
        'B' => Key.Down,
        'C' => Key.Right,
        _ => Key.Left,
    };

    private static Key? OfLetter(char final) => final switch
    {
        >= 'A' and <= 'D' => Arrow(final),
        'F' => Key.End,
        'H' => Key.Home,
        >= 'P' and <= 'S' => Key.F1 + (final - 'P'),
        _ => null,
    };

    // The gaps are those of the VT220's keyboard.
    private static Key? OfNumber(int number) => number switch
    {
        1 or 7 => Key.Home,
        2 => Key.Insert,
        3 => Key.Delete,
        4 or 8 => Key.End,
        5 => Key.PageUp,
        6 => Key.PageDown,
        >= 11 and <= 15 => Key.F1 + (number - 11),
        >= 17 and <= 21 => Key.F6 + (number - 17),
        23 or 24 => Key.F11 + (number - 23),
        _ => null,
    };
}
