using Mcu.Client.Terminal.Input;
using Xunit;

namespace Mcu.Client.Tests.Terminal.Input;

public class PasteTests
{
    [Theory]
    [InlineData("\e[200~hello\e[201~", "<hello>")]
    [InlineData("\e[200~\e[201~x", "<> x")]
    [InlineData("\e[200~a\e[Ab\rc\n\x03\e[201~", "<a\e[Ab\rc\n\x03>")]
    [InlineData("\e[200~a\e[20\e[201~", "<a\e[20>")]
    [InlineData("\e[200~a\e\e[201~", "<a\e>")]
    public void What_is_pasted_is_no_typing(string typed, string expected) => Assert.Equal(expected, Typist.Read(typed));

    [Fact]
    public void Of_a_long_paste_the_beginning_is_kept()
    {
        // One byte, then characters of three: the last one to fit would be cut.
        string text = "a" + new string('漢', 100_000);
        var typist = new Typist();
        typist.Send("\e[200~").Send(text).Send("\e[201~x");
        string pasted = Assert.IsType<TerminalInput.Pasted>(typist.Inputs[0]).Text;
        Assert.Equal(1 + ((PasteBuffer.MaxBytes - 1) / 3), pasted.Length);
        Assert.StartsWith(pasted, text, StringComparison.Ordinal);
        Assert.Equal("x", Assert.IsType<TerminalInput.Pressed>(typist.Inputs[1]).Text);
    }

    [Fact]
    public void A_paste_without_an_end_ends_after_a_pause()
    {
        Typist typist = new Typist().Send("\e[200~half");
        Assert.Equal("", typist.Wait(KeyDecoder.PasteTimeout - 1).Words);
        Assert.Equal("<half> x", typist.Wait(1).Send("x").Words);
    }

    [Fact]
    public void What_is_no_UTF8_is_replaced()
    {
        byte[] bytes = [.. "\e[200~"u8, 0xFF, .. "\e[201~"u8];
        Assert.Equal("<\uFFFD>", new Typist().Send(bytes).Words);
    }
}
