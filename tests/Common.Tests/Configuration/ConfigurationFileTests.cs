using Mcu.Common.Configuration;
using Mcu.Common.Configuration.Toml;
using Xunit;

namespace Mcu.Common.Tests.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_file_is_read_and_named_in_its_errors()
    {
        File.WriteAllBytes(_path, [0xEF, 0xBB, 0xBF, .. "a = 1\r\n"u8]);
        Assert.Equal("a", Assert.Single(ConfigurationFile.Read(_path).Entries).Key);

        File.WriteAllText(_path, "a = \n");
        string message = Assert.Throws<TomlException>(() => ConfigurationFile.Read(_path)).Message;
        Assert.StartsWith($"{_path}:1:5: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read_to_its_end()
    {
        using (FileStream file = File.OpenWrite(_path))
        {
            file.SetLength(1L << 33);
        }

        Assert.Equal(
            $"{_path}:1:1: the document is too large; at most {TomlLimits.MaxBytes} bytes are allowed",
            Assert.Throws<TomlException>(() => ConfigurationFile.Read(_path)).Message);
    }

    [Theory]
    [InlineData("/nowhere.toml", "there is no such file")]
    [InlineData("/", "it is a folder")]
    [InlineData("", "this is not the name of a file")]
    [InlineData("a\0b", "this is not the name of a file")]
    public void What_cannot_be_read_is_said(string path, string reason) =>
        Assert.Equal(
            $"The configuration file \"{path}\" cannot be read: {reason}.",
            Assert.Throws<ConfigurationException>(() => ConfigurationFile.Read(path)).Message);
}
