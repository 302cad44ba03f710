using System.Text;
using Mcu.Client.Terminal.Input;

namespace Mcu.Client.Tests.Terminal.Input;

// Types at a KeyDecoder in virtual time, and says what came out as short words: "Ctrl+Left", "a", "^F4" for a release.
internal sealed class Typist
{
    private readonly KeyDecoder _decoder = new();
    private readonly List<TerminalInput> _inputs = [];
    private long _now;

    public KeyDecoder Decoder => _decoder;

    public IReadOnlyList<TerminalInput> Inputs => _inputs;

    public static string Read(string text) => new Typist().Send(text).Wait().Words;

    public string Words => string.Join(' ', _inputs.Select(Word));

    public Typist Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    public Typist Send(params ReadOnlySpan<byte> bytes)
    {
        _decoder.Decode(bytes, _now, _inputs);
        return this;
    }

    public Typist SendByteByByte(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            Send(value);
        }

        return this;
    }

    // Lets time go by, by default until nothing is left to wait for.
    public Typist Wait(long? nanoseconds = null)
    {
        _now += nanoseconds ?? KeyDecoder.PasteTimeout;
        _decoder.Expire(_now, _inputs);
        return this;
    }

    private static string Word(TerminalInput input) => input switch
    {
        TerminalInput.Pressed pressed => Mark(pressed.Action) + Prefix(pressed.Modifiers) + Name(pressed),
        TerminalInput.Pasted pasted => $"<{pasted.Text}>",
        TerminalInput.ReleasesReported => "releases",
        _ => input.ToString(),
    };

    private static string Name(TerminalInput.Pressed pressed) =>
        pressed.Key != Key.Character ? pressed.Key.ToString() : pressed.Text == " " ? "Space" : pressed.Text;

    private static string Mark(KeyAction action) => action switch
    {
        KeyAction.Repeat => "*",
        KeyAction.Release => "^",
        _ => "",
    };

    private static string Prefix(KeyModifiers modifiers) =>
        (modifiers.HasFlag(KeyModifiers.Control) ? "Ctrl+" : "")
        + (modifiers.HasFlag(KeyModifiers.Alt) ? "Alt+" : "")
        + (modifiers.HasFlag(KeyModifiers.Shift) ? "Shift+" : "");
}
