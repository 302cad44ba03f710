namespace Mcu.Testing;

/// <summary>A folder that goes with the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("mcu-test-").FullName;

    /// <summary>The path of a file in it.</summary>
    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>Writes a file that only its owner may read.</summary>
    /// <returns>Its path.</returns>
    public string Write(string file, string text)
    {
        File.WriteAllText(this[file], text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(this[file], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return this[file];
    }

    /// <summary>Takes it away with all that is in it.</summary>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
