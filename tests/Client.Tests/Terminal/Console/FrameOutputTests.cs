using System.Text;
using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Console;
using Xunit;

namespace Mcu.Client.Tests.Terminal.Console;

public class FrameOutputTests
{
    private readonly FrameOutput _frames = new(new TerminalAbilities(ColorSupport.Sixteen, IsUnicode: true));

    [Fact]
    public void The_first_frame_is_written_whole_and_then_what_changes()
    {
        _frames.Offer(Grid("ab"));
        Assert.Contains("\e[2J\e[Hab", TakeAll(), StringComparison.Ordinal);
        _frames.Offer(Grid("ab"));
        Assert.Equal("", TakeAll());
        _frames.Offer(Grid("ax"));
        Assert.Equal("\e[?2026h\e[?25l\e[1;2Hx\e[?2026l", TakeAll());
    }

    [Fact]
    public void A_frame_that_has_begun_is_finished_and_only_the_newest_comes_after_it()
    {
        _frames.Offer(Grid("ab"));
        string begun = Take(3);
        _frames.Offer(Grid("xb"));
        _frames.Offer(Grid("yb"));
        Assert.Contains("ab", begun + Take(_frames.Next().Length), StringComparison.Ordinal);
        Assert.Equal("\e[?2026h\e[?25l\e[Hy\e[?2026l", TakeAll());
    }

    [Fact]
    public void What_was_forgotten_is_written_whole_once()
    {
        _frames.Offer(Grid("ab"));
        TakeAll();
        _frames.Forget();
        Assert.Equal("", TakeAll());
        _frames.Offer(Grid("ab"));
        Assert.Contains("ab", TakeAll(), StringComparison.Ordinal);
        _frames.Offer(Grid("ab"));
        Assert.Equal("", TakeAll());
    }

    [Fact]
    public void What_was_abandoned_is_not_gone_on_with()
    {
        _frames.Offer(Grid("ab"));
        Take(3);
        _frames.Offer(Grid("xy"));
        _frames.Abandon();
        Assert.Equal("", TakeAll());
        _frames.Offer(Grid("ab"));
        Assert.StartsWith("\e[?2026h\e[?25l\e[2J", TakeAll(), StringComparison.Ordinal);
    }

    private static CellGrid Grid(string text)
    {
        var grid = new CellGrid(text.Length, 1);
        for (int i = 0; i < text.Length; i++)
        {
            grid[i, 0] = new Cell(text[i].ToString(), CellStyle.Plain);
        }

        return grid;
    }

    private string Take(int bytes)
    {
        string taken = Encoding.UTF8.GetString(_frames.Next()[..bytes]);
        _frames.Took(bytes);
        return taken;
    }

    private string TakeAll()
    {
        string taken = "";
        while (_frames.Next().Length > 0)
        {
            taken += Take(_frames.Next().Length);
        }

        return taken;
    }
}
