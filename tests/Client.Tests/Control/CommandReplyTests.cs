using Mcu.Client.Control;
using Xunit;

namespace Mcu.Client.Tests.Control;

public class CommandReplyTests
{
    [Theory]
    [InlineData("ok\n", "", null)]
    [InlineData("one\ntwo\nok\n", "one|two", null)]
    [InlineData("ok\nerror: No.\nok\n", "ok|error: No.", null)]
    [InlineData("error: No.\n", "", "No.")]
    [InlineData("one\nerror: \n", "one", "")]
    public void What_is_written_is_read(string text, string lines, string? error)
    {
        CommandReply reply = CommandReply.Read(text)!;
        Assert.Equal(lines, string.Join('|', reply.Lines));
        Assert.Equal((error, error is null), (reply.Error, reply.IsOk));
        Assert.Equal(text, reply.Write());
    }

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("\n")]
    [InlineData("one\n")]
    [InlineData("okay\n")]
    [InlineData("error: N")]
    [InlineData("ok\n\n")]
    public void What_is_not_whole_is_no_reply(string text) => Assert.Null(CommandReply.Read(text));

    [Fact]
    public void Nothing_that_is_told_ends_a_line_or_drives_a_terminal() =>
        Assert.Equal("a\uFFFDb\nerror: c\uFFFDok\n", new CommandReply(["a\u001bb"], "c\nok").Write());

    [Fact]
    public void Whatever_comes_is_read_or_not_and_reads_again_the_same()
    {
        var random = new Random(17);
        string[] parts = ["ok", "error: ", "\n", "x", "é", "\u001b"];
        for (int i = 0; i < 100_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => parts[random.Next(parts.Length)]));
            if (CommandReply.Read(text) is { } reply)
            {
                Assert.Equal(text.Replace('\u001b', '\uFFFD'), reply.Write());
            }
        }
    }
}
