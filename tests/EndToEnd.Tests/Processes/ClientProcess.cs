using System.Text.Json;
using Mcu.EndToEnd.Tests.Sound;
using Mcu.Testing;
using Xunit;

namespace Mcu.EndToEnd.Tests.Processes;

// A real mcu-client without a screen. It has a data directory of its own, which goes with it, so that each is somebody else, and
// that the user's own is never touched; a test that says --data-dir says where instead.
internal sealed class ClientProcess : ProgramProcess
{
    private readonly TemporaryFolder _data;
    private int _typed;

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
    public static Task<ClientProcess> JoinAsync(ServerProcess server, string name, params string[] arguments) =>
        JoinAsync(server, null, name, arguments);

    // The same with these sound cards; null for those of the machine.
    public static Task<ClientProcess> JoinAsync(ServerProcess server, PulseServer? cards, string name, params string[] arguments) =>
        JoinAsync(server, name, arguments, cards?.Environment);

    // The same with these variables beside those of the test.
    public static async Task<ClientProcess> JoinAsync(
        ServerProcess server, string name, string[] arguments, Dictionary<string, string>? environment)
    {
        string[] usual = [$"{server.EndPoint}", "lobby", name, "--cert-hash", $"{server.Fingerprint}", "--headless"];
        var client = new ClientProcess([.. usual, .. arguments], environment);
        client.Id = (await client.EventAsync("joined")).GetProperty("id").GetUInt64();
        return client;
    }

    // The same for people: it has lines instead of JSON, and neither a sound card nor a number.
    public static async Task<ClientProcess> JoinPlainAsync(ServerProcess server, string name, params string[] arguments)
    {
        string[] usual = [$"{server.EndPoint}", "lobby", name, "--cert-hash", $"{server.Fingerprint}", "--plain"];
        var folder = new TemporaryFolder();
        var client = new ClientProcess([.. usual, "--output", folder["heard.wav"], .. arguments], null, folder);
        await client.OutputLineAsync(line => line.StartsWith($"joined lobby as {name}, ", StringComparison.Ordinal));
        return client;
    }

    // By which the others may call it.
    public ulong Id { get; private set; }

    // Every JSON line so far.
    public IEnumerable<JsonElement> Lines => Output.Select(Parse);

    // Waits for an event of that kind (or finds one that has been), with that value in that field.
    public async Task<JsonElement> EventAsync(string kind, string? field = null, object? value = null) =>
        Parse(await OutputLineAsync(line => Is(line, "event", kind) && (field is null || Is(line, field, value))));

    // Waits until somebody of that name has come.
    public Task<JsonElement> CameAsync(string name) => EventAsync("came", "name", name);

    // Waits until somebody of that name has left.
    public Task<JsonElement> LeftAsync(string name) => EventAsync("left", "name", name);

    // Types a command and returns the number of its line. One at a time; every line must go through here.
    public async Task<int> SendAsync(string command)
    {
        await TypeAsync(command);
        return ++_typed;
    }

    // The answer to that line.
    public async Task<JsonElement> AnswerAsync(int number) =>
        Parse(await OutputLineAsync(line => Is(line, "line", number)));

    // Types a command and waits for the answer.
    public async Task<JsonElement> AskAsync(string command) => await AnswerAsync(await SendAsync(command));

    // The same, and it must have been done.
    public async Task<JsonElement> DoAsync(string command)
    {
        JsonElement answer = await AskAsync(command);
        Assert.True(answer.GetProperty("ok").GetBoolean(), answer.GetRawText());
        return answer;
    }

    // The same, and it must have been refused with that code and a sentence, which is returned.
    public async Task<string> RefusedAsync(string command, string code)
    {
        JsonElement answer = await AskAsync(command);
        Assert.False(answer.GetProperty("ok").GetBoolean(), answer.GetRawText());
        Assert.Equal(code, answer.GetProperty("code").GetString());
        string sentence = answer.GetProperty("sentence").GetString()!;
        Assert.NotEmpty(sentence);
        return sentence;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _data.Dispose();
    }

    // After its end: the last line on standard output.
    public JsonElement Report()
    {
        JsonElement last = Lines.Last();
        Assert.Equal("ended", last.GetProperty("event").GetString());
        return last;
    }

    private static JsonElement Parse(string line) => JsonDocument.Parse(line).RootElement;

    private static bool Is(string line, string field, object? value) =>
        Parse(line).TryGetProperty(field, out JsonElement found) && found.ToString() == $"{value}";
}
