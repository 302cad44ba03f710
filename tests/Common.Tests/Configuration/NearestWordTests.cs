using Mcu.Common.Configuration;
using Xunit;

namespace Mcu.Common.Tests.Configuration;

public class NearestWordTests
{
    [Theory]
    [InlineData("signal_rat", "signal_rate")]
    [InlineData("Bitrate", "bitrate")]
    [InlineData("", "bind")]
    [InlineData("a b c", "bind")]
    public void The_first_of_the_nearest_is_named(string wrong, string nearest) =>
        Assert.Equal(nearest, NearestWord.Find(wrong, ["bind", "bitrate", "signal_rate", "signal_ratx"]));
}
