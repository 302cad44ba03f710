using System.Diagnostics;

namespace Mcu.Testing;

/// <summary>A few lines of C, for what only the real headers of a native library can tell.</summary>
public static class CProgram
{
    /// <summary>Why this machine cannot compile against these headers; null where it can. A reason to skip a test.</summary>
    /// <param name="headers">Below /usr/include.</param>
    public static string? MissingFor(params string[] headers)
    {
        string? path = Environment.GetEnvironmentVariable("PATH");
        if (path?.Split(':').Any(folder => File.Exists(Path.Combine(folder, "cc"))) != true)
        {
            return "There is no C compiler (cc) on this machine; scripts/setup --test installs one.";
        }

        string? missing = headers.FirstOrDefault(header => !File.Exists(Path.Combine("/usr/include", header)));
        return missing is null ? null : $"The header {missing} is not on this machine; scripts/setup --test installs it.";
    }

    /// <summary>Compiles a program and runs it.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">The compiler or the program failed; the message holds what they said.</exception>
    public static string CompileAndRun(string source)
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "program.c");
        string program = Path.Combine(folder.Path, "program");
        File.WriteAllText(file, source);
        Run("cc", [file, "-o", program]);
        return Run(program, []);
    }

    private static string Run(string program, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program}: {errors.GetAwaiter().GetResult()}");
    }
}
