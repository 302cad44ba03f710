using System.Text.Json;

namespace Mcu.EndToEnd.Tests.Processes;

// Cycles of connecting and disconnecting as a real process, with the server that it starts itself.
internal sealed class CyclesProcess(params string[] arguments) : ProgramProcess("Mcu.Benchmarks", ["cycles", .. arguments])
{
    // After its end, whatever its exit code is: its line.
    public async Task<(int Code, JsonElement Line)> ReportAsync()
    {
        int code = await ExitCodeAsync();
        return (code, JsonDocument.Parse(Output.Single()).RootElement);
    }
}
