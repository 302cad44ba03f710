using System.Text;
using Mcu.Common;

namespace Mcu.Client.Terminal.Input;

// What a terminal sends, as keys and pastes: bytes in, cut anywhere, inputs out. Knows what xterm, the VT family, rxvt, the Linux
// console and the kitty keyboard protocol send; what it does not know it swallows whole. Pure; one thread.
//
//   Text ──ESC──▶ Escape ──[──▶ Csi ──final──▶ Text          Csi ──[ at once──▶ Linux ──any──▶ Text
//    ▲               │ O──▶ Ss3 ──final──▶ Text              Csi ──M at once──▶ Mouse ──3 bytes──▶ Text
//    └──any, as Alt──┘ P ] ^ _ X──▶ String ──ST, BEL──▶ Text Csi ──200~──▶ Paste ──201~──▶ Text
internal sealed partial class KeyDecoder
{
    // How long Escape alone waits for a sequence to follow: within what people call at once, beyond what a terminal needs.
    public const long EscapeTimeout = 40 * MonotonicClock.Millisecond;

    // How long anything else that has begun may pause: a network may cut a sequence in two.
    public const long SequenceTimeout = 500 * MonotonicClock.Millisecond;

    // How long a paste may pause; its end mark may be lost.
    public const long PasteTimeout = 2 * MonotonicClock.Second;

    // Bytes of one sequence that are looked at. Arbitrary; the longest known has half of it.
    private const int MaxSequence = 128;

    private const byte Esc = 0x1B;

    private readonly byte[] _sequence = new byte[MaxSequence];
    private readonly PasteBuffer _paste = new();
    private Utf8Runes _utf8;
    private State _state;
    private int _length;
    private int _toSwallow;
    private byte _introducer;

    // Escape stood before the sequence or the character; before an Escape (rxvt's Alt with a key that is itself a sequence).
    private bool _isAlt;
    private bool _isDoubled;
    private long _lastByte;

    private enum State
    {
        Text,
        Escape,
        Csi,
        Ss3,
        Linux,
        Mouse,
        String,
        StringEscape,
        Paste,
    }

    // How many of the terminal's answers about itself (DA1) have come.
    public int Identifications { get; private set; }

    // When Expire is due; null where nothing has begun.
    public long? Deadline => _state switch
    {
        State.Text => _utf8.IsPending ? _lastByte + SequenceTimeout : null,
        State.Escape => _lastByte + EscapeTimeout,
        State.Paste => _lastByte + PasteTimeout,
        _ => _lastByte + SequenceTimeout,
    };

    // Appends what these bytes complete. Whoever was late in reading them need not have had them late: nothing expires here.
    public void Decode(ReadOnlySpan<byte> bytes, long now, List<TerminalInput> output)
    {
        foreach (byte value in bytes)
        {
            Decode(value, output);
        }

        _lastByte = bytes.IsEmpty ? _lastByte : now;
    }

    // Ends what has waited too long for its rest.
    public void Expire(long now, List<TerminalInput> output)
    {
        if (Deadline is not { } deadline || now < deadline)
        {
            return;
        }

        State ended = _state;
        _state = State.Text;
        switch (ended)
        {
            case State.Text:
                EndText(output);
                break;
            case State.Escape:
                EndEscape(output);
                break;
            case State.Paste:
                output.Add(new TerminalInput.Pasted(_paste.Take()));
                break;
            case State.Csi or State.Ss3 or State.String when _length == 0:
                output.Add(new TerminalInput.Pressed(
                    Key.Character, ((char)_introducer).ToString(), KeyModifiers.Alt, KeyAction.Press));
                break;
        }

        _isAlt = _isDoubled = false;
    }

    private void Decode(byte value, List<TerminalInput> output)
    {
        switch (_state)
        {
            case State.Text:
                Text(value, output);
                break;
            case State.Escape:
                Escape(value, output);
                break;
            case State.Csi or State.Ss3:
                Sequence(value, output);
                break;
            case State.Linux:
                _state = State.Text;
                Press(value is >= (byte)'A' and <= (byte)'E' ? Key.F1 + (value - 'A') : null, output);
                break;
            case State.Mouse:
                _state = --_toSwallow == 0 ? State.Text : State.Mouse;
                break;
            case State.String:
                String(value);
                break;
            case State.StringEscape when value == '\\':
                _state = State.Text;
                break;
            case State.StringEscape:
                _state = State.Escape;
                Escape(value, output);
                break;
            case State.Paste:
                if (_paste.Add(value))
                {
                    _state = State.Text;
                    output.Add(new TerminalInput.Pasted(_paste.Take()));
                }

                break;
        }
    }

    private void Text(byte value, List<TerminalInput> output)
    {
        if (value == Esc)
        {
            EndText(output);
            _state = State.Escape;
        }
        else if (value is < 0x20 or 0x7F)
        {
            EndText(output, keepsAlt: true);
            output.Add(LegacyKeys.OfControl(value, TakeAlt()));
        }
        else
        {
            _utf8.Add(value);
            while (_utf8.TryTake(out Rune rune))
            {
                Type(rune, output);
            }
        }
    }

    private void EndText(List<TerminalInput> output, bool keepsAlt = false)
    {
        if (_utf8.TryGiveUp(out Rune rune))
        {
            Type(rune, output);
        }

        _isAlt &= keepsAlt;
    }

    private void Type(Rune rune, List<TerminalInput> output)
    {
        KeyModifiers alt = TakeAlt();
        if (!Rune.IsControl(rune))
        {
            output.Add(new TerminalInput.Pressed(Key.Character, rune.ToString(), alt, KeyAction.Press));
        }
    }

    private KeyModifiers TakeAlt()
    {
        KeyModifiers alt = _isAlt ? KeyModifiers.Alt : KeyModifiers.None;
        _isAlt = false;
        return alt;
    }

    private void Press(Key? key, List<TerminalInput> output)
    {
        KeyModifiers alt = TakeAlt();
        if (key is { } known)
        {
            output.Add(new TerminalInput.Pressed(known, "", alt, KeyAction.Press));
        }
    }
}
