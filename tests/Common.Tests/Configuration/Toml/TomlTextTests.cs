using Mcu.Common.Configuration.Toml;
using Xunit;

namespace Mcu.Common.Tests.Configuration.Toml;

public class TomlTextTests
{
    [Fact]
    public void Whatever_text_is_quoted_reads_back()
    {
        var random = new Random(43);
        for (int i = 0; i < 10_000; i++)
        {
            // Mostly from the start of Unicode, where what must be escaped is; no surrogates.
            char[] text =
                [.. Enumerable.Range(0, random.Next(12)).Select(_ => (char)random.Next(random.Next(4) == 0 ? 0xD800 : 0xA0))];
            string quoted = TomlText.Quote(new string(text));

            Assert.DoesNotContain(quoted, char.IsControl);
            Assert.True(TomlDocument.Parse($"a = {quoted}", "f.toml").TryGet("a", out TomlEntry? entry));
            Assert.Equal(new string(text), Assert.IsType<TomlString>(entry.Value).Value);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-0.0)]
    [InlineData(5)]
    [InlineData(1e300)]
    [InlineData(5e-324)]
    [InlineData(double.MaxValue)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.NaN)]
    public void Whatever_number_is_written_reads_back(double number)
    {
        Assert.True(TomlDocument.Parse($"a = {TomlText.Write(number)}", "f.toml").TryGet("a", out TomlEntry? entry));
        Assert.Equal(number, Assert.IsType<TomlFloat>(entry.Value).Value);
    }
}
