using Mcu.Client.Terminal.Cells;
using Xunit;

namespace Mcu.Client.Tests.Terminal.Cells;

public class DisplayTextTests
{
    [Theory]
    [InlineData("Ana", "Ana")]
    [InlineData("e\u0301le\u0300ve", "e\u0301le\u0300ve")]
    [InlineData("日本", "日本")]
    [InlineData("\u001b[31m", "\uFFFD[31m")]
    [InlineData("a\r\nb", "a\uFFFDb")]
    [InlineData("\u202Eabc", "\uFFFDabc")]
    [InlineData("👨‍👩‍👧", "👨")]
    [InlineData("👍🏽", "👍")]
    [InlineData("🇩🇪", "\uFFFD")]
    [InlineData("❤️", "❤")]
    [InlineData("1️⃣", "1")]
    [InlineData("a\u0301\u0302\u0303", "a")]
    [InlineData("नि", "न")]
    [InlineData("a\u00A0b\u3000c", "a b c")]
    [InlineData("\uE000", "\uFFFD")]
    public void Is_made_safe(string text, string shown) =>
        Assert.Equal(shown, DisplayText.Join(DisplayText.Of(text, isUnicode: true)));

    [Fact]
    public void Half_a_character_is_replaced() =>
        Assert.Equal("\uFFFD!", DisplayText.Join(DisplayText.Of(new string(['\uD83D', '!']), isUnicode: true)));

    [Theory]
    [InlineData("Zoë", "Zo?")]
    [InlineData("日本👍🏽!", "???!")]
    [InlineData("a\u0301~", "a~")]
    [InlineData("\u001b\u007F", "??")]
    public void Is_ASCII_where_there_is_no_more(string text, string shown) =>
        Assert.Equal(shown, DisplayText.Join(DisplayText.Of(text, isUnicode: false)));

    [Theory]
    [InlineData("Ana", 3, "Ana")]
    [InlineData("Anna", 3, "An…")]
    [InlineData("日本語", 6, "日本語")]
    [InlineData("日本語", 5, "日本…")]
    [InlineData("日本語", 4, "日…")]
    [InlineData("日本語", 2, "…")]
    [InlineData("Anna", 1, "…")]
    [InlineData("Anna", 0, "")]
    [InlineData("Anna", -3, "")]
    public void Is_cut_to_a_width(string text, int width, string shown) =>
        Assert.Equal(shown, DisplayText.Join(DisplayText.Cut(DisplayText.Of(text, true), width, true)));

    [Theory]
    [InlineData("", 10, "")]
    [InlineData("one two", 10, "one two")]
    [InlineData("one two three", 8, "one two/three")]
    [InlineData("one two   three", 8, "one two/three")]
    [InlineData("abcdefghij", 4, "abcd/efgh/ij")]
    [InlineData("a bcdefghij", 6, "a bcde/fghij")]
    [InlineData("日本語の名前", 5, "日本/語の/名前")]
    [InlineData("one two ", 7, "one two")]
    [InlineData("         ", 4, "")]
    public void Is_wrapped_at_blanks(string text, int width, string lines) => Assert.Equal(
        lines.Split('/'), DisplayText.Wrap(DisplayText.Of(text, true), width).Select(line => DisplayText.Join(line)));
}
