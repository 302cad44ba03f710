using System.Text;
using Mcu.Client.Terminal.Cells;
using Xunit;

namespace Mcu.Client.Tests.Terminal.Cells;

public class TextWidthTests
{
    [Theory]
    [InlineData('a', 1)]
    [InlineData('~', 1)]
    [InlineData('é', 1)]
    [InlineData('Ж', 1)]
    [InlineData('ש', 1)]
    [InlineData('│', 1)]
    [InlineData('█', 1)]
    [InlineData('日', 2)]
    [InlineData('한', 2)]
    [InlineData('Ａ', 2)]
    [InlineData('ﾊ', 1)]
    [InlineData(0x1F44D, 2)]
    [InlineData(0x26A1, 2)]
    [InlineData(0x2764, 1)]
    [InlineData(0x20000, 2)]
    [InlineData(0x1D4D0, 1)]
    public void Has_a_width(int rune, int width) => Assert.Equal(width, TextWidth.Of(new Rune(rune)));

    [Theory]
    [InlineData(0x07)] // Control characters.
    [InlineData(0x1B)]
    [InlineData(0x7F)]
    [InlineData(0x9B)]
    [InlineData(0xAD)] // Soft hyphen.
    [InlineData(0x300)] // A mark without a base.
    [InlineData(0x200B)]
    [InlineData(0x200D)]
    [InlineData(0x202E)]
    [InlineData(0x2028)]
    [InlineData(0x2066)]
    [InlineData(0xFE0F)]
    [InlineData(0xFEFF)]
    [InlineData(0x1F1E9)] // Half a flag.
    [InlineData(0x1F3FD)] // A skin tone.
    [InlineData(0xE000)] // Private use.
    [InlineData(0x10FFFD)]
    [InlineData(0x378)] // Unassigned.
    [InlineData(0xE0061)] // A tag.
    [InlineData(0x3164)] // A filler.
    [InlineData(0x115F)]
    [InlineData(0xFDFD)] // As wide as a sentence.
    [InlineData(0x1242B)]
    [InlineData(0x1FAE8)] // Newer than the terminals.
    [InlineData(0x4DC0)]
    public void Must_not_be_written(int rune) => Assert.Equal(0, TextWidth.Of(new Rune(rune)));
}
