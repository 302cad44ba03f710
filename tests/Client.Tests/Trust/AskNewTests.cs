using System.Text;
using Mcu.Client.Trust;
using Mcu.Common.Addressing;
using Mcu.Common.Transport;
using Xunit;

namespace Mcu.Client.Tests.Trust;

public class AskNewTests
{
    private static readonly ServerAddress s_server = ServerAddress.Parse("voice.example.org");
    private static readonly CertificateFingerprint s_fingerprint = CertificateFingerprint.Of([1]);

    [Theory]
    [InlineData("y\n", true)]
    [InlineData(" YES \r\n", true)]
    [InlineData("yes", true)]
    [InlineData("\n", false)]
    [InlineData("", false)]
    [InlineData("n\ny\n", false)]
    [InlineData("yellow\n", false)]
    [InlineData("y                                                                      es\n", true)]
    public async Task Anything_but_a_yes_is_a_no(string typed, bool accepted)
    {
        using var output = new StringWriter();
        var ask = new AskNew(Typed(typed), output);
        string? refusal = await ask.JudgeAsync(s_server, s_fingerprint, CancellationToken.None);
        Assert.Equal(accepted ? null : "The server voice.example.org:4433 was not trusted. Nothing was sent.", refusal);
        Assert.Contains("The server voice.example.org:4433 is not known yet.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains($"\n  {s_fingerprint}\n", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("[y/N] ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_is_read_than_the_answer()
    {
        using MemoryStream input = Typed("no\n/mute\n");
        await new AskNew(input, TextWriter.Null).JudgeAsync(s_server, s_fingerprint, CancellationToken.None);
        Assert.Equal("/mute\n", Encoding.UTF8.GetString(input.ToArray()[(int)input.Position..]));
    }

    private static MemoryStream Typed(string text) => new(Encoding.UTF8.GetBytes(text));
}
