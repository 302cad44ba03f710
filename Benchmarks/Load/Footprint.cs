using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Mcu.Benchmarks.Load;

// What a process occupies at a moment: resident memory, open files and sockets, threads.
internal readonly record struct Footprint([property: JsonIgnore] long ResidentBytes, int Handles, int Threads)
{
    private const string ThreadsLine = "Threads:";

    public double RssMb => Math.Round(ResidentBytes / 1e6, 1);

    // Throws LoadException where there is no such process any more.
    public static Footprint Of(Process process)
    {
        ProcessReading reading = ProcessReading.Of(process);
        try
        {
            string threads = File.ReadLines($"/proc/{process.Id}/status")
                .First(line => line.StartsWith(ThreadsLine, StringComparison.Ordinal));
            return new Footprint(
                reading.ResidentBytes,
                Directory.EnumerateFileSystemEntries($"/proc/{process.Id}/fd").Count(),
                int.Parse(threads[ThreadsLine.Length..], CultureInfo.InvariantCulture));
        }
        catch (IOException e)
        {
            throw new LoadException($"The server is gone: {e.Message}", e);
        }
    }

    // Without what is only waiting to be collected, which holds handles, too.
    public static Footprint OfThisProcess()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var self = Process.GetCurrentProcess();
        return Of(self);
    }
}
