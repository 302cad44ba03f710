using System.Text;
using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Console;
using Mcu.Client.Terminal.Input;
using Xunit;

namespace Mcu.Client.Tests.Terminal.Console;

// The console on a pseudo-terminal. What a shell has to do with it, stopping and going on, is tried in tmux.
public sealed class ConsoleTerminalTests : IDisposable
{
    private const string Entered = "\e[2J";
    private const string FrameEnd = "\e[?2026l";
    private const string Left = "\e[?1049l\e[?25h";
    private const string Identification = "\e[?62;22c";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly PseudoTerminal _pty = new(40, 10);
    private readonly byte[] _modeBefore;
    private readonly ConsoleTerminal _terminal;

    public ConsoleTerminalTests()
    {
        _modeBefore = _pty.Mode;
        _terminal = new ConsoleTerminal(
            TerminalDevice.Open(_pty.Path)!, new TerminalAbilities(ColorSupport.Sixteen, IsUnicode: true), errors: null);
        _pty.Type(Identification);
    }

    public void Dispose()
    {
        _terminal.Dispose();
        _pty.Dispose();
    }

    [Fact]
    public void It_is_given_back_as_it_was()
    {
        Assert.Equal((40, 10), _terminal.Size);
        Assert.NotEqual(_modeBefore, _pty.Mode);
        string entered = Encoding.ASCII.GetString(_pty.ReadUntilEnd(Entered));
        Assert.StartsWith("\e[?1049h", entered, StringComparison.Ordinal);
        _terminal.Dispose();
        _terminal.Dispose();
        Assert.Equal(_modeBefore, _pty.Mode);
        string all = Encoding.ASCII.GetString(_pty.ReadUntilEnd(Left));
        Assert.Equal(1, all.Split("\e[?1049l").Length - 1);
        Assert.Equal(1, all.Split("\e[<u").Length - 1);
    }

    [Fact]
    public async Task What_is_typed_is_read_and_answers_are_not_typed()
    {
        _pty.Type("a\e[?31u\e[?62c\e[1;5Dé\e[200~two\rlines\e[201~");
        Assert.Equal(
            [
                Press(Key.Character, "a"), new TerminalInput.ReleasesReported(),
                new TerminalInput.Pressed(Key.Left, "", KeyModifiers.Control, KeyAction.Press),
                Press(Key.Character, "é"), new TerminalInput.Pasted("two\rlines"),
            ],
            await ReadAsync(5));
    }

    [Fact]
    public async Task Escape_comes_without_another_key()
    {
        _pty.Type("\e");
        Assert.Equal([Press(Key.Escape, "")], await ReadAsync(1));
    }

    [Fact]
    public async Task What_nobody_reads_yet_is_kept()
    {
        string text = string.Concat(Enumerable.Range(0, 3000).Select(i => (char)('a' + (i % 26))));
        _pty.Type(text);
        Assert.Equal(text, string.Concat((await ReadAsync(3000)).Select(input => ((TerminalInput.Pressed)input).Text)));
    }

    [Fact]
    public void What_is_drawn_is_seen()
    {
        _pty.ReadUntilEnd(Entered);
        _terminal.Draw(Filled("x"));
        Assert.Equal("x", Screen(_pty.ReadUntilEnd(FrameEnd))[39, 9].Text);
        CellGrid grid = Filled("x");
        grid[3, 2] = new Cell("y", CellStyle.Plain);
        _terminal.Draw(grid);
        string all = Encoding.UTF8.GetString(_pty.ReadUntilEnd($"y{FrameEnd}"));
        Assert.EndsWith("\e[3;4Hy\e[?2026l", all, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slow_terminal_gets_the_newest_frame_and_not_every_one()
    {
        _pty.ReadUntilEnd(Entered);
        const int Frames = 2000;
        for (int i = 0; i < Frames; i++)
        {
            _terminal.Draw(Filled(i % 2 == 0 ? "x" : "y"));
        }

        // Nothing was read so far, and nobody has waited.
        _terminal.Draw(Filled("Z"));
        byte[] written = _pty.ReadUntilEnd($"Z{FrameEnd}");
        Assert.InRange(written.Length, 0, Frames / 4 * 400);
        Assert.Equal("Z", Screen(written)[0, 0].Text);
        Assert.Equal("Z", Screen(written)[39, 9].Text);
    }

    [Fact]
    public void A_terminal_that_takes_nothing_is_left_all_the_same()
    {
        for (int i = 0; i < 2000; i++)
        {
            _terminal.Draw(Filled(i % 2 == 0 ? "x" : "y"));
        }

        _terminal.Dispose();
        Assert.Equal(_modeBefore, _pty.Mode);
    }

    [Fact]
    public async Task A_terminal_that_is_gone_says_so_and_stops_nothing()
    {
        _pty.HangUp();
        Assert.Equal([new TerminalInput.Closed()], await ReadAsync(1));
        Assert.False(await _terminal.Input.WaitToReadAsync().AsTask().WaitAsync(s_patience));
        _terminal.Draw(Filled("x"));
        _terminal.Invalidate();
        _terminal.Dispose();
    }

    [Fact]
    public void What_is_no_terminal_is_not_opened()
    {
        Assert.Null(TerminalDevice.Open("/dev/null"));
        Assert.Null(TerminalDevice.Open("/nowhere"));
        Assert.Null(ConsoleTerminal.Open(_ => null, errors: null));
    }

    private static CellGrid Filled(string text)
    {
        var grid = new CellGrid(40, 10);
        for (int i = 0; i < 400; i++)
        {
            grid[i % 40, i / 40] = new Cell(text, CellStyle.Plain);
        }

        return grid;
    }

    private static EmulatedTerminal Screen(byte[] written)
    {
        int begin = written.AsSpan().IndexOf("\e[2J"u8) + 4;
        var screen = new EmulatedTerminal(40, 10, run => run.Select(c => (c.ToString(), 1)));
        screen.Write(written.AsSpan(begin));
        return screen;
    }

    private static TerminalInput.Pressed Press(Key key, string text) => new(key, text, KeyModifiers.None, KeyAction.Press);

    private async Task<List<TerminalInput>> ReadAsync(int count)
    {
        var inputs = new List<TerminalInput>();
        while (inputs.Count < count)
        {
            inputs.Add(await _terminal.Input.ReadAsync().AsTask().WaitAsync(s_patience));
        }

        return inputs;
    }
}
