using Xunit;

namespace Mcu.Common.Tests;

public class QuotedTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("a \"b\" \\ c", "\"a \"b\" \\ c\"")]
    [InlineData("küche 🎙", "\"küche 🎙\"")]
    [InlineData("\e[31m\0\r\n\u009B", "\"\uFFFD[31m\uFFFD\uFFFD\uFFFD\uFFFD\"")]
    public void What_stood_there_is_shown_without_what_could_drive_a_terminal(string text, string shown) =>
        Assert.Equal(shown, Quoted.Of(text));

    [Fact]
    public void It_is_short_and_a_pair_is_not_cut_in_two()
    {
        Assert.Equal("\"\uFFFD\"", Quoted.Of("\uD83C"));
        Assert.Equal($"\"{new string('a', 100)}\"", Quoted.Of(new string('a', 100)));
        Assert.Equal($"\"{new string('a', 100)}…\"", Quoted.Of(new string('a', 100_000)));
        Assert.Equal($"\"{new string('a', 99)}\uFFFD…\"", Quoted.Of($"{new string('a', 99)}🎙"));
    }
}
