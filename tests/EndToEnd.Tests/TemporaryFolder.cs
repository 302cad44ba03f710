namespace Mcu.EndToEnd.Tests;

// A folder that goes with the test.
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("mcu-test-").FullName;

    public string this[string file] => Path.Combine(_path, file);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
