using System.Reflection;

namespace Mcu.Common;

/// <summary>What version the programs are of; they are built together and have the same one.</summary>
public static class ProgramVersion
{
    /// <summary>The version alone: <c>0.1.0</c>.</summary>
    public static string Number { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    /// <summary>What <c>--version</c> prints: the program's version and those of its libraries, one a line.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="libraries">Each tells a library's name and version; where it throws, its message stands instead.</param>
    public static string Describe(string program, params ReadOnlySpan<Func<string>> libraries)
    {
        var lines = new List<string> { $"{program} {Number}" };
        foreach (Func<string> library in libraries)
        {
            try
            {
                lines.Add(library());
            }
            catch (Exception missing)
            {
                lines.Add(missing.Message);
            }
        }

        return string.Join('\n', lines);
    }
}
