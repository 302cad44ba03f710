using Mcu.Common.Configuration;
using Xunit;

namespace Mcu.Common.Tests.Configuration;

public class NearestWordTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "axc", 1)]
    [InlineData("abc", "ac", 1)]
    [InlineData("ac", "abc", 1)]
    [InlineData("abc", "acb", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)]
    public void Distance_counts_edits(string from, string to, int edits) => Assert.Equal(edits, NearestWord.Distance(from, to));

    [Fact]
    public void Of_words_as_near_as_each_other_the_first_is_named() =>
        Assert.Equal("signal_rate", NearestWord.Find("signal_rat", ["bitrate", "signal_rate", "signal_ratx"]));
}
