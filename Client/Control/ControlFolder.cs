using System.Globalization;
using Mcu.Common.Files;

namespace Mcu.Client.Control;

// The folder of the sockets by which this user's clients are controlled, one for each: PID.sock. Whoever may use them may speak in
// the user's name, so that nobody else may look into it.
internal sealed class ControlFolder
{
    private const string Name = "mcu-client";
    private const string Ending = ".sock";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _path;

    private ControlFolder(string path) => _path = path;

    // In the folder that the system keeps for this user's session, else among the temporary files.
    public static string DefaultPath =>
        Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { } session && Path.IsPathFullyQualified(session)
            && Directory.Exists(session)
            ? Path.Combine(session, Name)
            : Path.Combine(Path.GetTempPath(), $"{Name}-{FolderOwner.OurId}");

    // Makes it where it is missing. Throws ControlException where it cannot be made, or is not ours alone.
    public static ControlFolder Make(string path)
    {
        try
        {
            PrivateFile.CreateFolder(path);
            Check(path);
            return new ControlFolder(path);
        }
        catch (Exception e) when (FileReason.IsOne(e))
        {
            throw new ControlException($"The folder {path} for control sockets cannot be used: {FileReason.Of(e, path)}.", e);
        }
    }

    // Null where there is none, so that no client runs. Throws as Make does.
    public static ControlFolder? Find(string path) => Directory.Exists(path) ? Make(path) : null;

    public string SocketOf(int processId) =>
        Path.Combine(_path, processId.ToString(CultureInfo.InvariantCulture) + Ending);

    // The clients that have a socket, living or not; the one that was started last stands first.
    public IReadOnlyList<int> ProcessIds() =>
    [
        .. Directory.EnumerateFiles(_path, $"*{Ending}")
            .Select(file => (Id: IdOf(file), Made: File.GetLastWriteTimeUtc(file)))
            .Where(socket => socket.Id > 0)
            .OrderByDescending(socket => socket.Made)
            .ThenByDescending(socket => socket.Id)
            .Select(socket => socket.Id),
    ];

    private static int IdOf(string file) =>
        int.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0;

    // Somebody else could have made it before us, where everybody may make files.
    private static void Check(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        UnixFileMode mode = File.GetUnixFileMode(path);
        if (new DirectoryInfo(path).LinkTarget is not null || !FolderOwner.IsOurs(path, mode))
        {
            throw new ControlException($"The folder {path} for control sockets is somebody else's; remove it.");
        }

        if (mode != OwnerOnly)
        {
            throw new ControlException(
                $"The folder {path} for control sockets has the mode {Convert.ToString((int)mode, 8)}, but must have 700: "
                + "nobody else may control your clients.");
        }
    }
}
