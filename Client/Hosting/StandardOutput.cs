using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Mcu.Client.Hosting;

// Standard output as UTF-8. A pipe that nobody reads any more is an IOException here, as a full disk is: .NET's console passes
// over it, and a client whose program has died would stay in its room for ever. A terminal is left as it is: the console would
// switch its cursor keys to the application's mode (DECCKM) at the first word, and never back.
internal static class StandardOutput
{
    private const int Descriptor = 1;

    // Whoever writes flushes. The descriptor stays open.
    public static TextWriter Open() => new StreamWriter(OpenDirectly() ?? Console.OpenStandardOutput(), new UTF8Encoding(false));

    // Null where it is neither. A file is left to the console: its position is shared with whoever else writes to it, standard error
    // for one, and a FileStream keeps its own.
    private static FileStream? OpenDirectly()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        try
        {
            var handle = new SafeFileHandle(Descriptor, ownsHandle: false);
            var stream = new FileStream(handle, FileAccess.Write, bufferSize: 0);
            return stream.CanSeek ? null : stream;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Closed from the start, or something that only the console can write to.
            return null;
        }
    }
}
