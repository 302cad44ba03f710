using System.Text.Json;
using Xunit;

namespace Mcu.EndToEnd.Tests.Processes;

// The load generator as a real process, with the server that it starts itself.
internal sealed class LoadProcess(params string[] arguments) : ProgramProcess("Mcu.Benchmarks", ["load", .. arguments])
{
    // After its end, which must be a good one: its line.
    public async Task<JsonElement> ReportAsync()
    {
        int code = await ExitCodeAsync();
        Assert.True(code == 0, string.Join('\n', Errors));
        return JsonDocument.Parse(Assert.Single(Output)).RootElement;
    }
}
