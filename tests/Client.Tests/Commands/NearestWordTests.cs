using Mcu.Client.Commands;
using Xunit;

namespace Mcu.Client.Tests.Commands;

public class NearestWordTests
{
    private static readonly string[] s_words = ["mute", "kick", "block", "unblock", "Ben"];

    [Theory]
    [InlineData("mute", "mute")]
    [InlineData("MUET", "mute")]
    [InlineData("unblok", "unblock")]
    [InlineData("bn", "Ben")]
    [InlineData("xyz", null)]
    [InlineData("", null)]
    public void The_nearest_is_few_edits_away(string written, string? nearest) =>
        Assert.Equal(nearest, NearestWord.Of(written, s_words));

    [Fact]
    public void Long_words_are_not_compared()
    {
        string word = new('a', 65);
        Assert.Null(NearestWord.Of(word, [word]));
        Assert.Equal(word[1..], NearestWord.Of(word[1..], [word[1..]]));
    }
}
