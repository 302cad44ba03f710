using System.Diagnostics;
using System.Globalization;

namespace Mcu.Benchmarks.Load;

// What a process has taken so far: processor seconds, user and system, and the memory that it occupies now.
internal readonly record struct ProcessReading(TimeSpan Processor, long ResidentBytes)
{
    private const string Resident = "VmRSS:";

    // Throws LoadException where there is no such process any more.
    public static ProcessReading Of(Process process)
    {
        try
        {
            process.Refresh();
            string status = File.ReadLines($"/proc/{process.Id}/status")
                .First(line => line.StartsWith(Resident, StringComparison.Ordinal));
            return new ProcessReading(process.TotalProcessorTime, ReadResident(status));
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            throw new LoadException($"The server is gone: {e.Message}", e);
        }
    }

    // "VmRSS:	   51234 kB" (proc_pid_status(5)).
    public static long ReadResident(string line) =>
        1024 * long.Parse(line[Resident.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
