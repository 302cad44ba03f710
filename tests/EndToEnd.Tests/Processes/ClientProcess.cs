using System.Text.Json;
using Xunit;

namespace Mcu.EndToEnd.Tests.Processes;

// A real mcu-client without a screen. It has a data directory of its own, which goes with it, so that each is somebody else, and
// that the user's own is never touched; a test that says --data-dir says where instead.
internal sealed class ClientProcess : ProgramProcess
{
    private readonly TemporaryFolder _data;

    private ClientProcess(IEnumerable<string> arguments, Dictionary<string, string>? environment = null)
        : this(arguments, environment, new TemporaryFolder())
    {
    }

    private ClientProcess(IEnumerable<string> arguments, Dictionary<string, string>? environment, TemporaryFolder data)
        : base(
            "mcu-client",
            arguments.Contains("--data-dir") ? arguments : [.. arguments, "--data-dir", data["data"]],
            environment) => _data = data;

    // Whatever the arguments are, right or wrong.
    public static ClientProcess Run(params string[] arguments) => new(arguments);

    public static ClientProcess Run(string[] arguments, Dictionary<string, string>? environment) => new(arguments, environment);

    // Runs until it is in the room.
    public static async Task<ClientProcess> JoinAsync(ServerProcess server, string name, params string[] arguments)
    {
        string[] usual = [$"{server.EndPoint}", "lobby", name, "--cert-hash", $"{server.Fingerprint}", "--headless"];
        var client = new ClientProcess([.. usual, .. arguments]);
        await client.ErrorLineAsync(line => line.StartsWith("joined lobby as ", StringComparison.Ordinal));
        return client;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _data.Dispose();
    }

    // After its end: the one line on standard output.
    public JsonElement Report() => JsonDocument.Parse(Assert.Single(Output)).RootElement;
}
