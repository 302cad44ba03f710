using System.Text.Json;
using Xunit;

namespace Mcu.EndToEnd.Tests.Processes;

// A real mcu-client without a screen.
internal sealed class ClientProcess : ProgramProcess
{
    private ClientProcess(IEnumerable<string> arguments)
        : base("mcu-client", arguments)
    {
    }

    // Whatever the arguments are, right or wrong.
    public static ClientProcess Run(params string[] arguments) => new(arguments);

    // Runs until it is in the room.
    public static async Task<ClientProcess> JoinAsync(ServerProcess server, string name, params string[] arguments)
    {
        string[] usual = [$"{server.EndPoint}", "lobby", name, "--cert-hash", $"{server.Fingerprint}", "--headless"];
        var client = new ClientProcess([.. usual, .. arguments]);
        await client.ErrorLineAsync(line => line.StartsWith("joined lobby as ", StringComparison.Ordinal));
        return client;
    }

    // After its end: the one line on standard output.
    public JsonElement Report() => JsonDocument.Parse(Assert.Single(Output)).RootElement;
}
