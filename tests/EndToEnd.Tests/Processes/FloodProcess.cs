using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Mcu.EndToEnd.Tests.Processes;

// Strangers and a member of the room who flood a server, in a process of its own. Floods come from elsewhere: here they must not
// take the processor away from those who talk.
internal sealed class FloodProcess : ProgramProcess
{
    public FloodProcess(ServerProcess server, string room, int attempts, int seconds, int commands)
        : base("Mcu.Benchmarks", ["flood", $"{server.EndPoint}", room, Text(attempts), Text(seconds), Text(commands)], yields: true)
    {
    }

    // After its end: what became of all of it.
    public async Task<JsonElement> ReportAsync()
    {
        int code = await ExitCodeAsync();
        Assert.True(code == 0, string.Join('\n', Errors));
        return JsonDocument.Parse(Assert.Single(Output)).RootElement;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
