using Mcu.Client.Hosting;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Hosting;

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

    [Fact]
    public void A_hundred_thousand_texts_are_read_within_bounds_or_not_at_all()
    {
        int read = 0;
        foreach (string text in RandomText.Of("0123456789.mshe+- ", maxLength: 8, count: 100_000))
        {
            if (DurationText.TryParse(text, out TimeSpan duration))
            {
                Assert.InRange(duration, TimeSpan.FromMilliseconds(20), TimeSpan.FromHours(24));
                read++;
            }
        }

        Assert.InRange(read, 1_000, 90_000);
    }
}
