using Mcu.Common.Files;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Files;

public sealed class FileReasonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("none", "there is no such file")]
    [InlineData("none/none", "there is no such folder")]
    [InlineData(".", "it is a folder")]
    [InlineData("a\0b", "this is not the name of a file")]
    public void What_cannot_be_opened_has_a_reason(string name, string reason) =>
        Assert.Equal(reason, ReasonOf(_folder[name], FileShare.Read));

    [Theory]
    [InlineData("file/none")]
    [InlineData("file/none/none")]
    public void A_file_where_a_folder_should_be_is_named(string name)
    {
        string file = _folder.Write("file", "");
        Assert.Equal($"{file} is a file, and no folder", ReasonOf(_folder[name], FileShare.Read));
        Exception failure = Assert.ThrowsAny<Exception>(() => PrivateFile.CreateFolder(_folder[name]));
        Assert.Equal($"{file} is a file, and no folder", FileReason.Of(failure, _folder[name]));
    }

    [Fact]
    public void A_file_that_another_writes_is_in_use()
    {
        using var held = new FileStream(_folder["one"], FileMode.CreateNew, FileAccess.Write, FileShare.None);
        Assert.Equal("another program is using it", ReasonOf(_folder["one"], FileShare.None));
    }

    [Fact]
    public void A_fault_of_the_program_is_none() => Assert.False(FileReason.IsOne(new InvalidOperationException()));

    private static string ReasonOf(string path, FileShare share)
    {
        Exception failure = Assert.ThrowsAny<Exception>(
            () => new FileStream(path, FileMode.Open, FileAccess.Read, share).Dispose());
        Assert.True(FileReason.IsOne(failure));
        return FileReason.Of(failure, path);
    }
}
