using System.Text;
using Mcu.Client.Terminal.Input;
using Xunit;

namespace Mcu.Client.Tests.Terminal.Input;

public class KeyDecoderFuzzTests
{
    private const int Rounds = 200_000;

    private static readonly string[] s_parts =
    [
        "\e", "\e[", "\eO", "\e]", "\eP", "\e\\", "\e[200~", "\e[201~", "\e[?", "1", "5", "27", ";", ":", "::", ";;", "~", "u", "A",
        "$", "^",
        "[", "M", "c", "99999999999", "57399", "97", "\x18", "\a", "\r", "é", "漢", "🦊", "\u200d", "x", " ", "\0", "\x7f",
    ];

    private readonly Random _random = new(20260104);
    private readonly KeyDecoder _decoder = new();
    private readonly List<TerminalInput> _inputs = [];
    private long _now;

    [Fact]
    public void Nothing_that_is_sent_throws_or_grows()
    {
        byte[][] parts = [.. s_parts.Select(Encoding.UTF8.GetBytes)];
        for (int i = 0; i < Rounds; i++)
        {
            byte[] bytes = parts[_random.Next(parts.Length)];
            if (_random.Next(4) == 0)
            {
                bytes = new byte[_random.Next(8)];
                _random.NextBytes(bytes);
            }

            _inputs.Clear();
            _decoder.Decode(bytes, _now, _inputs);
            Judge();
            if (_random.Next(8) == 0)
            {
                _now += _random.NextInt64(KeyDecoder.PasteTimeout);
                _decoder.Expire(_now, _inputs);
                Judge();
            }
        }

        _inputs.Clear();
        _decoder.Expire(_now + KeyDecoder.PasteTimeout, _inputs);
        Assert.Null(_decoder.Deadline);
        _inputs.Clear();
        _decoder.Decode("a"u8, _now, _inputs);
        Assert.Equal([new TerminalInput.Pressed(Key.Character, "a", KeyModifiers.None, KeyAction.Press)], _inputs);
    }

    private void Judge()
    {
        // One sequence may carry a text; two Escapes are the most that a pause ends.
        Assert.InRange(_inputs.Count, 0, 64);
        foreach (TerminalInput input in _inputs)
        {
            if (input is TerminalInput.Pressed pressed)
            {
                Assert.Equal(pressed.Key == Key.Character, pressed.Text.Length > 0);
                Assert.DoesNotContain(pressed.Text.EnumerateRunes(), Rune.IsControl);
            }
            else if (input is TerminalInput.Pasted pasted)
            {
                Assert.InRange(pasted.Text.Length, 0, PasteBuffer.MaxBytes);
            }
        }
    }
}
