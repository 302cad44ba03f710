using Mcu.Testing;
using Mcu.Testing.Pairs;
using Xunit;

namespace Mcu.EndToEnd.Tests.Processes;

// libmsquic as the programs find it, or do not: it is on few machines, and no test may need it.
internal static class MsQuicLibrary
{
    // Variables with which a program does not find it even where it is: an empty file stands in its place, which ends the search.
    // The folder must stay for as long as the program runs.
    public static Dictionary<string, string> Hidden(TemporaryFolder folder)
    {
        foreach (string name in new[] { "libmsquic.so.2", "libmsquic.so" })
        {
            folder.Write(name, "");
        }

        string searched = Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? "";
        return new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = $"{folder.Path}:{searched}".TrimEnd(':') };
    }
}

// Skipped, with the reason, where libmsquic cannot be used.
internal sealed class MsQuicFactAttribute : FactAttribute
{
    public MsQuicFactAttribute() => Skip = Backend.Named("msquic").Missing;
}
