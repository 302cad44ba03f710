using Mcu.Client.Session;
using Mcu.Common.Protocol;
using Xunit;

namespace Mcu.Client.Tests.Session;

public class SessionTextTests
{
    [Theory]
    [InlineData("Ana", "Ana")]
    [InlineData("Zoë 👋", "Zoë 👋")]
    [InlineData("a\u001b[2Jb", "a\uFFFD[2Jb")]
    [InlineData("a\r\nb", "a\uFFFD\uFFFDb")]
    [InlineData("a\u202Eb", "a\uFFFDb")]
    [InlineData("a\u2066b", "a\uFFFDb")]
    [InlineData("a\u2028b\u2029", "a\uFFFDb\uFFFD")]
    public void What_could_drive_a_terminal_is_replaced(string text, string clean) =>
        Assert.Equal(clean, SessionText.Clean(text));

    [Fact]
    public void Half_a_character_is_replaced()
    {
        Assert.Equal("a\uFFFDb", SessionText.Clean("a\uD83Db"));
        Assert.Equal("\uFFFDa", SessionText.Clean("\uDC4Ba"));
    }

    [Theory]
    [InlineData((ulong)CloseCode.ServerFull, "Enough.", "ServerFull (7): Enough")]
    [InlineData(0, "", "Normal (0)")]
    [InlineData(4711, "x", "code 4711: x")]
    public void Codes_are_named(ulong code, string reason, string text) => Assert.Equal(text, SessionText.Of(code, reason));
}
