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
    [InlineData("y", true)]
    [InlineData(" YES ", true)]
    [InlineData("", false)]
    [InlineData("n", false)]
    [InlineData("yellow", false)]
    public async Task Anything_but_a_yes_is_a_no(string typed, bool accepted)
    {
        using var output = new StringWriter();
        var ask = new AskNew(_ => Task.FromResult(typed), output);
        string? refusal = await ask.JudgeAsync(s_server, s_fingerprint, CancellationToken.None);
        Assert.Equal(accepted ? null : "The server voice.example.org:4433 was not trusted. Nothing was sent.", refusal);
        Assert.Contains("The server voice.example.org:4433 is not known yet.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains($"\n  {s_fingerprint}\n", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("[y/N] ", output.ToString(), StringComparison.Ordinal);
    }
}
