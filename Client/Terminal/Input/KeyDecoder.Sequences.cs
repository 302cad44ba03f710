namespace Mcu.Client.Terminal.Input;

// What follows Escape.
internal sealed partial class KeyDecoder
{
    private const byte Can = 0x18;
    private const byte Sub = 0x1A;
    private const byte Bel = 0x07;

    private void Escape(byte value, List<TerminalInput> output)
    {
        switch (value)
        {
            case Esc when _isDoubled:
                PressEscape(output);
                break;
            case Esc:
                _isDoubled = true;
                break;
            case (byte)'[' or (byte)'O':
                _isAlt = _isDoubled;
                Begin(value == '[' ? State.Csi : State.Ss3, value);
                break;
            case (byte)'P' or (byte)']' or (byte)'^' or (byte)'_' or (byte)'X':
                Begin(State.String, value);
                break;
            default:
                if (_isDoubled)
                {
                    PressEscape(output);
                }

                _isDoubled = false;
                _isAlt = true;
                _state = State.Text;
                Text(value, output);
                break;
        }
    }

    private void EndEscape(List<TerminalInput> output)
    {
        PressEscape(output);
        if (_isDoubled)
        {
            PressEscape(output);
        }
    }

    private static void PressEscape(List<TerminalInput> output) =>
        output.Add(new TerminalInput.Pressed(Key.Escape, "", KeyModifiers.None, KeyAction.Press));

    private void Begin(State state, byte introducer)
    {
        _state = state;
        _introducer = introducer;
        _isDoubled = false;
        _length = 0;
    }

    private void Sequence(byte value, List<TerminalInput> output)
    {
        if (IsFinal(value))
        {
            _state = State.Text;
            End(value, output);
        }
        else if (value is >= 0x20 and < 0x40)
        {
            // What is too long is swallowed to its end all the same: its length alone grows.
            if (_length < MaxSequence)
            {
                _sequence[_length] = value;
            }

            _length = Math.Min(_length + 1, MaxSequence + 1);
        }
        else
        {
            _isAlt = false;
            _state = State.Text;
            if (value is not (Can or Sub))
            {
                Text(value, output);
            }
        }
    }

    // rxvt ends what is pressed with Shift with a dollar, which elsewhere is an intermediate byte.
    private bool IsFinal(byte value) =>
        value is >= 0x40 and < 0x7F || (value == '$' && _length > 0 && _length < 3 && _sequence[0] is >= (byte)'0' and <= (byte)'9');

    private void End(byte final, List<TerminalInput> output)
    {
        KeyModifiers alt = TakeAlt();
        if (_length > MaxSequence)
        {
            return;
        }

        var sequence = new ControlSequence(_sequence.AsSpan(0, _length), final);
        if (_introducer == 'O')
        {
            LegacyKeys.OfSs3(sequence, alt, output);
            return;
        }

        switch ((sequence.Private, (char)final))
        {
            case (0, '[') when sequence.IsEmpty:
                _isAlt = alt != KeyModifiers.None;
                _state = State.Linux;
                break;
            case (0, 'M') when sequence.IsEmpty:
                _toSwallow = 3;
                _state = State.Mouse;
                break;
            case (0, '~') when sequence.Number(0, 0, 0) == 200:
                _state = State.Paste;
                break;
            case (0, 'u'):
                KittyKeys.Read(sequence, sequence.Number(0, 0, 0), alt, output);
                break;
            case (0, _) when !sequence.HasIntermediate:
                LegacyKeys.OfCsi(sequence, alt, output);
                break;
            case ((byte)'?', 'u') when KittyKeys.ReportsReleases(sequence):
                output.Add(new TerminalInput.ReleasesReported());
                break;
            case ((byte)'?', 'c'):
                Identifications++;
                break;
        }
    }

    private void String(byte value)
    {
        _length = 1;
        if (value is Bel or Can or Sub)
        {
            _state = State.Text;
        }
        else if (value == Esc)
        {
            _state = State.StringEscape;
        }
    }
}
