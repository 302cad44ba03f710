using Mcu.Common.Files;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Files;

public sealed class PrivateFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_made_is_there_whole_and_nothing_else_is()
    {
        PrivateFile.Make(_folder["one"], "whole"u8);
        Assert.Equal("whole"u8.ToArray(), await PrivateFile.ReadAsync(_folder["one"], 5, CancellationToken.None));
        Assert.Equal([_folder["one"]], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Nothing_is_made_over_what_is_there()
    {
        _folder.Write("one", "first");
        Assert.ThrowsAny<IOException>(() => PrivateFile.Make(_folder["one"], "second"u8));
        Assert.Equal("first", File.ReadAllText(_folder["one"]));
        Assert.Equal([_folder["one"]], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Nobody_but_the_owner_may_read_it_unless_it_is_public()
    {
        PrivateFile.CreateFolderFor(_folder["deep/down/key"]);
        PrivateFile.Make(_folder["deep/down/key"], "x"u8);
        using (var certificate = new StagedFile(_folder["deep/down/certificate"], "x"u8, isPublic: true))
        {
            certificate.Place();
        }

        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["deep/down"]));
            Assert.Equal(Owner, File.GetUnixFileMode(_folder["deep/down/key"]));
            // The system's mask may take more away.
            UnixFileMode shared = File.GetUnixFileMode(_folder["deep/down/certificate"]);
            Assert.Equal(Owner, shared & ~(UnixFileMode.GroupRead | UnixFileMode.OtherRead));
        }
    }

    [Theory]
    [InlineData(0b110_000_000, null)]
    [InlineData(0b111_001_001, null)]
    [InlineData(0b110_100_000, "0640")]
    [InlineData(0b110_000_010, "0602")]
    [InlineData(0b100_110_100_000, "0640")]
    public void A_mode_is_open_where_others_may_read_or_write(int mode, string? said) =>
        Assert.Equal(said, PrivateFile.ModeIfOpen((UnixFileMode)mode));

    [Fact]
    public async Task More_than_the_bound_is_refused_and_a_missing_file_is_null()
    {
        _folder.Write("six", "123456");
        Assert.Equal(6, (await PrivateFile.ReadAsync(_folder["six"], 6, CancellationToken.None))!.Length);
        await Assert.ThrowsAsync<InvalidDataException>(() => PrivateFile.ReadAsync(_folder["six"], 5, CancellationToken.None));
        Assert.Null(await PrivateFile.ReadAsync(_folder["none"], 5, CancellationToken.None));
        Assert.Null(await PrivateFile.ReadAsync(_folder["none/none"], 5, CancellationToken.None));
    }

    [Fact]
    public async Task Who_makes_a_file_is_waited_for()
    {
        Task<FileStream> second;
        await using (FileStream first = PrivateFile.LockToMake(_folder["one"]))
        {
            second = PrivateFile.LockToMakeAsync(_folder["one"], CancellationToken.None);
            Assert.False(second.IsCompleted);
        }

        await (await second).DisposeAsync();
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }
}
