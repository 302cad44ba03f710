using System.Diagnostics;

namespace Mcu.Benchmarks.Load;

// Everything that is read at the beginning and at the end of the measuring. Server: null where it runs elsewhere.
internal sealed record LoadSample(
    long At, long Frame, ProcessReading? Server, ProcessReading Generator, IReadOnlyList<StreamReading> Heard)
{
    public static LoadSample Take(Crowd crowd, Talk talk, ServerUnderTest? server)
    {
        using var self = Process.GetCurrentProcess();
        return new LoadSample(
            Stopwatch.GetTimestamp(),
            talk.Frame,
            server?.Read(),
            ProcessReading.Of(self),
            [.. crowd.Clients.Select(client => client.Heard.Read())]);
    }
}
