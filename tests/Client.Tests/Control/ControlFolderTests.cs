using Mcu.Client.Control;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Control;

public sealed class ControlFolderTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void It_is_made_for_its_owner_alone_and_found_again()
    {
        string path = _temporary["sockets"];
        Assert.Null(ControlFolder.Find(path));
        ControlFolder.Make(path);
        Assert.Equal(OwnerOnly, Mode(path));
        Assert.Empty(ControlFolder.Find(path)!.ProcessIds());
        ControlFolder.Make(path);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead, "740")]
    [InlineData(UnixFileMode.OtherExecute, "701")]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit, "1702")]
    public void Into_which_others_may_look_is_refused(UnixFileMode others, string mode)
    {
        string path = _temporary["sockets"];
        Directory.CreateDirectory(path);
        SetMode(path, OwnerOnly | others);
        string sentence = Assert.Throws<ControlException>(() => ControlFolder.Make(path)).Message;
        Assert.Equal(
            $"The folder {path} for control sockets has the mode {mode}, but must have 700: nobody else may control your clients.",
            sentence);
        Assert.Equal(sentence, Assert.Throws<ControlException>(() => ControlFolder.Find(path)).Message);
    }

    [Fact]
    public void A_link_to_elsewhere_is_refused()
    {
        string path = _temporary["sockets"];
        ControlFolder.Make(_temporary["elsewhere"]);
        Directory.CreateSymbolicLink(path, _temporary["elsewhere"]);
        Assert.Equal(
            $"The folder {path} for control sockets is somebody else's; remove it.",
            Assert.Throws<ControlException>(() => ControlFolder.Make(path)).Message);
    }

    [Fact]
    public void What_is_somebody_elses_is_refused()
    {
        // The system's own folder, where we are not the system.
        Assert.Equal(FolderOwner.OurId == 0, FolderOwner.IsOurs("/", Mode("/")));
        Assert.True(FolderOwner.IsOurs(_temporary.Path, Mode(_temporary.Path)));
        Assert.False(FolderOwner.IsOurs(_temporary["none"], OwnerOnly));
    }

    [Fact]
    public void Where_none_can_be_made_is_said()
    {
        string file = _temporary.Write("file", "");
        string path = Path.Combine(file, "sockets");
        Assert.Equal(
            $"The folder {path} for control sockets cannot be used: {file} is a file, and no folder.",
            Assert.Throws<ControlException>(() => ControlFolder.Make(path)).Message);
    }

    [Fact]
    public void Only_sockets_that_are_called_by_a_number_count_and_the_youngest_is_first()
    {
        ControlFolder folder = ControlFolder.Make(_temporary["sockets"]);
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach ((string name, int second) in (ReadOnlySpan<(string, int)>)
            [("30.sock", 1), ("7.sock", 3), ("8.sock", 3), ("20.sock", 2), ("x.sock", 4), ("9.sock.new", 5), ("-4.sock", 6)])
        {
            File.SetLastWriteTimeUtc(_temporary.Write(Path.Combine("sockets", name), ""), time.AddSeconds(second));
        }

        Assert.Equal([8, 7, 20, 30], folder.ProcessIds());
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? OwnerOnly : File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
