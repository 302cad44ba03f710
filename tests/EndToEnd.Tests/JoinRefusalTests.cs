using Mcu.EndToEnd.Tests.Processes;
using Mcu.Testing;
using Xunit;

namespace Mcu.EndToEnd.Tests;

// Everything that keeps somebody out of a room, with real processes: the client ends with 1 and the server's sentence, and says
// nothing on standard output.
public sealed class JoinRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Names_and_codes_that_cannot_be_used()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await RefusedAsync(server, "lobby", "\u0001\u0002", "The name is empty; 1 to 64 characters are allowed.");
        await RefusedAsync(server, "lobby", "\u200b", "The name is empty; 1 to 64 characters are allowed.");
        await RefusedAsync(server, "\u007f", "Ana", "The room code is empty; 1 to 128 characters are allowed.");
        await RefusedAsync(server, "lobby", new string('n', 65), "The name has 65 characters; at most 64 are allowed.");
        await RefusedAsync(server, new string('r', 129), "Ana", "The room code has 129 characters; at most 128 are allowed.");
        await RefusedAsync(server, "lobby", "e" + new string('\u0301', 200), "NAME takes 401 bytes of UTF-8; at most 256");

        // 64 of what a reader takes for a character, each of three bytes, are no more than is allowed; control characters go.
        await using ClientProcess longest = await ClientProcess.JoinAsync(
            server, "\u0007" + string.Concat(Enumerable.Repeat("e\u0301", 64)), "--duration", "100ms");
        Assert.Equal(string.Concat(Enumerable.Repeat("e\u0301", 64)), (await longest.EventAsync("joined")).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("", "Ana", "ROOM is \"\"; allowed is a name that is not empty.")]
    [InlineData("lobby", " ", "NAME is \" \"; allowed is a name that is not empty.")]
    public async Task What_is_empty_is_not_even_asked_for(string room, string name, string sentence)
    {
        await using ClientProcess client = ClientProcess.Run("127.0.0.1:1", room, name, "--headless", "--accept-new");
        Assert.Equal(1, await client.ExitCodeAsync());
        Assert.Equal(sentence, Assert.Single(client.Errors));
    }

    [Fact]
    public async Task Full_rooms_and_a_server_with_as_many_rooms_as_it_takes()
    {
        await using ServerProcess server = await ServerProcess.StartAsync("--max-room-size", "1", "--max-rooms", "1");
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana");
        await RefusedAsync(server, "lobby", "Ben", "The room has 1 participant, as many as it takes.");
        await RefusedAsync(
            server, "elsewhere", "Ben", "The server has 1 room, as many as it takes; one that exists may be joined.");

        // Her place is free at once, and whoever takes it is host.
        await ana.DoAsync("/leave");
        Assert.Equal(0, await ana.ExitCodeAsync());
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben", "--duration", "100ms");
        Assert.Equal(ben.Id, (await ben.EventAsync("joined")).GetProperty("host").GetUInt64());
    }

    [Fact]
    public async Task Connections_that_are_too_many_or_come_too_fast()
    {
        // What is refused before the handshake has a sentence of its own with ngtcp2 alone: docs/transport.md.
        string[] ngtcp2 = ["--transport", "ngtcp2"];
        await using ServerProcess narrow = await ServerProcess.StartAsync(["--max-connections-per-ip", "1", .. ngtcp2]);
        await using ClientProcess ana = await ClientProcess.JoinAsync(narrow, "Ana");
        await RefusedAsync(narrow, "lobby", "Ben", "your address has as many connections here already as one may have: 1", ngtcp2);

        await using ServerProcess small = await ServerProcess.StartAsync(["--max-connections", "1", .. ngtcp2]);
        await using ClientProcess cleo = await ClientProcess.JoinAsync(small, "Cleo");
        await RefusedAsync(small, "lobby", "Ben", "the server is full", ngtcp2);

        await using ServerProcess slow = await ServerProcess.StartAsync("--connect-rate-per-ip", "1", "--connect-burst-per-ip", "1");
        await using var flood = new FloodProcess(slow, "lobby", attempts: 20, seconds: 1, commands: 1);
        Assert.InRange((await flood.ReportAsync()).GetProperty("refused").GetInt32(), 10, 20);
    }

    [Fact]
    public async Task Who_was_put_out_by_identity_or_else_by_address()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana");
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben", "--data-dir", _folder["ben"]);
        await ana.CameAsync("Ben");
        await ana.DoAsync("/kick ben");
        Assert.Equal(4, await ben.ExitCodeAsync());

        const string Sentence = "You were put out of this room; you may join it again in 10 minutes.";
        await RefusedAsync(server, "lobby", "Not Ben", Sentence, "--data-dir", _folder["ben"]);
        await RefusedAsync(server, "lobby", "Nobody", Sentence, "--anonymous");

        // Neither elsewhere nor somebody else.
        string[] usual = [$"{server.EndPoint}", "elsewhere", "Ben", "--cert-hash", $"{server.Fingerprint}", "--headless"];
        await using ClientProcess elsewhere = ClientProcess.Run([.. usual, "--data-dir", _folder["ben"], "--duration", "100ms"]);
        Assert.Equal(0, await elsewhere.ExitCodeAsync());
        await using ClientProcess cleo = await ClientProcess.JoinAsync(server, "Cleo", "--duration", "100ms");
        Assert.Equal(0, await cleo.ExitCodeAsync());
    }

    [Fact]
    public async Task Nobody_where_kicks_do_not_ban()
    {
        await using ServerProcess server = await ServerProcess.StartAsync("--kick-ban", "0");
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana");
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben", "--data-dir", _folder["ben"]);
        await ana.CameAsync("Ben");
        await ana.DoAsync("/kick ben");
        Assert.Equal(4, await ben.ExitCodeAsync());
        await using ClientProcess again = await ClientProcess.JoinAsync(
            server, "Ben", "--data-dir", _folder["ben"], "--duration", "100ms");
        Assert.Equal(0, await again.ExitCodeAsync());
    }

    private static async Task RefusedAsync(ServerProcess server, string room, string name, string sentence, params string[] arguments)
    {
        string[] usual = [$"{server.EndPoint}", room, name, "--cert-hash", $"{server.Fingerprint}", "--headless"];
        await using ClientProcess client = ClientProcess.Run([.. usual, .. arguments]);
        Assert.Equal(1, await client.ExitCodeAsync());
        Assert.Contains(sentence, Assert.Single(client.Errors), StringComparison.Ordinal);
        Assert.Empty(client.Output);
    }
}
