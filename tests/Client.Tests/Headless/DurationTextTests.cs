using Mcu.Client.Headless;
using Xunit;

namespace Mcu.Client.Tests.Headless;

public class DurationTextTests
{
    [Theory]
    [InlineData("10s", 10_000)]
    [InlineData("500ms", 500)]
    [InlineData("2m", 120_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("7", 7_000)]
    [InlineData("0.25", 250)]
    [InlineData("24h", 86_400_000)]
    public void Durations_are_read(string text, double milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out TimeSpan duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("0")]
    [InlineData("19ms")]
    [InlineData("25h")]
    [InlineData("1e9s")]
    [InlineData("10 s")]
    [InlineData("10sm")]
    [InlineData("ten")]
    [InlineData("NaN")]
    [InlineData("99999999999999999999999999s")]
    public void Anything_else_is_not(string text) => Assert.False(DurationText.TryParse(text, out _));
}
