namespace Mcu.Client.Terminal.Input;

// What comes from the terminal, in order.
internal abstract record TerminalInput
{
    private TerminalInput()
    {
    }

    // Text: what the key types, one grapheme cluster or less, for Key.Character; otherwise empty.
    internal sealed record Pressed(Key Key, string Text, KeyModifiers Modifiers, KeyAction Action) : TerminalInput;

    // Bracketed paste: text as it came, bounded, control characters included.
    internal sealed record Pasted(string Text) : TerminalInput;

    internal sealed record Resized(int Columns, int Rows) : TerminalInput;

    // The terminal says that it reports releases of keys (the kitty keyboard protocol).
    internal sealed record ReleasesReported : TerminalInput;

    // Back from SIGTSTP: all must be drawn anew.
    internal sealed record Continued : TerminalInput;

    // The terminal is gone; nothing comes after it.
    internal sealed record Closed : TerminalInput;
}
