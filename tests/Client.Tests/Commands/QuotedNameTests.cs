using Mcu.Client.Commands;
using Xunit;

namespace Mcu.Client.Tests.Commands;

public class QuotedNameTests
{
    [Theory]
    [InlineData("Ben", "\"Ben\"")]
    [InlineData("Ben Two", "\"Ben Two\"")]
    [InlineData("Zoë \"Z\"", "\"Zoë \\\"Z\\\"\"")]
    [InlineData("back\\slash\\", "\"back\\\\slash\\\\\"")]
    [InlineData("", "\"\"")]
    public void What_is_quoted_reads_back(string name, string quoted)
    {
        Assert.Equal(quoted, QuotedName.Of(name));
        Assert.True(QuotedName.TryRead($"{quoted}  and more ", out string read, out string rest));
        Assert.Equal((name, "and more"), (read, rest));
    }

    [Fact]
    public void A_quote_that_is_not_closed_is_none() => Assert.False(QuotedName.TryRead("\"Ben\\\"", out _, out _));
}
