namespace Mcu.Server.Tests;

// A folder that goes with the test.
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mcu-test-").FullName;

    public string this[string file] => System.IO.Path.Combine(Path, file);

    public string Write(string file, string text)
    {
        File.WriteAllText(this[file], text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(this[file], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return this[file];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
