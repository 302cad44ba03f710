using System.Text;
using System.Threading.Channels;
using Mcu.Client.Terminal;
using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Input;
using Xunit;

namespace Mcu.Client.Tests.Interactive;

// A terminal that is a list of what was drawn: the test types, and waits for what it wants to see.
internal sealed class FakeTerminal : ITerminal
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Channel<TerminalInput> _input = Channel.CreateUnbounded<TerminalInput>();
    private readonly Channel<string> _drawn = Channel.CreateUnbounded<string>();
    private int _draws;

    public (int Columns, int Rows) Size => (160, 40);

    public bool IsUnicode => true;

    public bool IsGivenBack { get; private set; }

    // What the next Draw throws.
    public Exception? Defect { get; set; }

    public int Draws => Volatile.Read(ref _draws);

    public int Suspensions { get; private set; }

    public ChannelReader<TerminalInput> Input => _input.Reader;

    public void Draw(CellGrid grid)
    {
        Assert.False(IsGivenBack, "nothing is drawn on a terminal that was given back");
        if (Defect is not null)
        {
            throw Defect;
        }

        var text = new StringBuilder();
        for (int row = 0; row < grid.Height; row++)
        {
            for (int column = 0; column < grid.Width; column++)
            {
                text.Append(grid[column, row].Text);
            }

            text.Append('\n');
        }

        Interlocked.Increment(ref _draws);
        _drawn.Writer.TryWrite(text.ToString());
    }

    public void Invalidate()
    {
    }

    public void Suspend() => Suspensions++;

    public void Dispose() => IsGivenBack = true;

    public void Press(Key key, KeyModifiers modifiers = KeyModifiers.None) =>
        _input.Writer.TryWrite(new TerminalInput.Pressed(key, "", modifiers, KeyAction.Press));

    public void Press(string character, KeyModifiers modifiers) =>
        _input.Writer.TryWrite(new TerminalInput.Pressed(Key.Character, character, modifiers, KeyAction.Press));

    public void Type(string line)
    {
        foreach (Rune rune in line.EnumerateRunes())
        {
            Press(rune.ToString(), KeyModifiers.None);
        }

        Press(Key.Enter);
    }

    public void Close() => _input.Writer.TryWrite(new TerminalInput.Closed());

    // The first screen from here on that is as it should be. What is long may be broken across rows.
    public async Task<string> SeesAsync(Predicate<string> wanted)
    {
        string last = "";
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            while (!wanted(last))
            {
                last = await _drawn.Reader.ReadAsync(patience.Token);
            }

            return last;
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"The last screen was\n{last}", e);
        }
    }

    public Task<string> SeesAsync(string text) => SeesAsync(screen => screen.Contains(text, StringComparison.Ordinal));
}
