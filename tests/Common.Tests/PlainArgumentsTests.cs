using System.CommandLine;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests;

public sealed class PlainArgumentsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Argument<string[]> _words = new("WORDS");
    private readonly Option<string> _flag = new("--flag");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("[2001:db8::1]")]
    [InlineData("[::1]")]
    [InlineData("[suggest]")]
    [InlineData("[diagram]")]
    [InlineData("@Ana")]
    [InlineData("@")]
    [InlineData("[a]", "[b:c]", "@d", "@")]
    [InlineData("/name")]
    public void Words_are_words_wherever_they_stand(params string[] words)
    {
        Assert.Equal(words, Words(words));
        Assert.Equal(words, Words(["--flag", "x", .. words]));
        Assert.Equal(words, Words([.. words, "--flag", "x"]));
        Assert.Equal(words[0], Parse("--flag", words[0]).GetValue(_flag));
    }

    [Fact]
    public void Nothing_is_read_from_a_file()
    {
        string file = _folder.Write("more", "--flag read");
        ParseResult parsed = Parse($"@{file}");
        Assert.Equal([$"@{file}"], parsed.GetValue(_words)!);
        Assert.Null(parsed.GetValue(_flag));
        // A folder of that name is as little of a reason to fail.
        Assert.Equal([$"@{_folder.Path}"], Words($"@{_folder.Path}"));
    }

    [Fact]
    public void A_host_may_be_called_as_the_program_is()
    {
        RootCommand root = Root();
        Assert.Equal([root.Name], PlainArguments.Parse(root, [root.Name]).GetValue(_words)!);
    }

    [Fact]
    public void The_version_may_still_stand_alone_and_only_so()
    {
        RootCommand root = Root();
        Assert.Empty(PlainArguments.Parse(root, ["--version"]).Errors);
        Assert.NotEmpty(PlainArguments.Parse(root, ["a", "--version"]).Errors);
        Assert.Single(root.Options, option => option.Hidden);
    }

    private string[] Words(params string[] arguments)
    {
        ParseResult parsed = Parse(arguments);
        Assert.Empty(parsed.Errors);
        return parsed.GetValue(_words)!;
    }

    private ParseResult Parse(params string[] arguments) => PlainArguments.Parse(Root(), arguments);

    private RootCommand Root() => new() { _words, _flag };
}
