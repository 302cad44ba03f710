using Mcu.Common.Addressing;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.Testing;
using Mcu.Testing.Pairs;
using Xunit;

namespace Mcu.EndToEnd.Tests;

// How a client comes to trust a server, as whoever types the commands sees it.
public sealed class TrustTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    private string KnownServers => Path.Combine(Data, "known_servers");

    public void Dispose() => _folder.Dispose();

    [PairFact]
    public async Task A_server_that_is_not_known_is_refused_before_it_sees_anybody(BackendPair pair)
    {
        await using ServerProcess server = await pair.StartServerAsync();
        await using ClientProcess client = Run(pair, $"{server.EndPoint}", "lobby", "Ana");
        Assert.Equal(1, await client.ExitCodeAsync());
        string sentence = Assert.Single(client.Errors);
        Assert.Contains($"certificate has the fingerprint {server.Fingerprint}. Nothing was sent.", sentence, StringComparison.Ordinal);
        Assert.Contains("--cert-hash", sentence, StringComparison.Ordinal);
        Assert.Contains("--accept-new", sentence, StringComparison.Ordinal);
        Assert.Empty(client.Output);
        Assert.False(File.Exists(KnownServers));
        server.Terminate();
        Assert.Equal(0, await server.ExitCodeAsync());
        Assert.Empty(server.JoinLines);
    }

    [PairFact]
    public async Task Once_accepted_a_server_is_known_until_it_shows_another_certificate(BackendPair pair)
    {
        ServerProcess server = await pair.StartServerAsync();
        await using ClientProcess first = Run(pair, $"{server.EndPoint}", "lobby", "Ana", "--accept-new", "--duration", "100ms");
        Assert.Equal(0, await first.ExitCodeAsync());
        Assert.Equal(
            $"The server {server.EndPoint} is trusted from now on: {server.Fingerprint}, remembered in {KnownServers}.",
            Assert.Single(first.Errors, line => line.StartsWith("The server", StringComparison.Ordinal)));

        await using ClientProcess second = Run(pair, $"{server.EndPoint}", "lobby", "Ana", "--duration", "100ms");
        Assert.Equal(0, await second.ExitCodeAsync());
        await server.DisposeAsync();

        await using ServerProcess other = await pair.StartServerAsync(server.EndPoint.Port);
        await using ClientProcess third = Run(pair, $"{other.EndPoint}", "lobby", "Ana", "--accept-new");
        Assert.Equal(1, await third.ExitCodeAsync());
        string sentence = Assert.Single(third.Errors);
        Assert.Contains($"shows a certificate with the fingerprint {other.Fingerprint}, but {server.Fingerprint} is remembered",
            sentence, StringComparison.Ordinal);
        Assert.Contains(
            $"remove line 3 of {KnownServers}: \"{server.EndPoint} {server.Fingerprint}\".", sentence, StringComparison.Ordinal);
        Assert.Empty(third.Output);
        other.Terminate();
        Assert.Equal(0, await other.ExitCodeAsync());
        Assert.Empty(other.JoinLines);
    }

    [PairFact]
    public async Task An_invite_is_enough_and_one_for_another_certificate_is_refused(BackendPair pair)
    {
        await using ServerProcess server = await pair.StartServerAsync();
        var invite = new Invite(ServerAddress.Of(server.EndPoint), "küche", server.Fingerprint);
        await using ClientProcess client = Run(pair, $"{invite}", "Ana", "--duration", "100ms");
        Assert.Equal(0, await client.ExitCodeAsync());
        Assert.Contains(client.Output, line => line.Contains("küche", StringComparison.Ordinal));
        Assert.False(File.Exists(KnownServers));

        string wrong = $"{invite}"[..^1] + (server.Fingerprint.ToString().EndsWith('0') ? '1' : '0');
        await using ClientProcess misled = Run(pair, wrong, "Ana");
        Assert.Equal(1, await misled.ExitCodeAsync());
        Assert.Contains($"{server.Fingerprint}, but {wrong[^64..]} was expected", Assert.Single(misled.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mcu://127.0.0.1:1", "names no room; allowed is mcu://HOST[:PORT]/ROOM[#FINGERPRINT]")]
    [InlineData("mcu://0.0.0.0/lobby", "listens on every address of its machine")]
    [InlineData("mcu://127.0.0.1/lobby#12", "the fingerprint is \"12\"; allowed are 64 hex digits")]
    public async Task A_malformed_invite_is_answered_with_what_stood_there_and_what_is_allowed(string invite, string sentence)
    {
        await using ClientProcess client = Run(invite, "Ana");
        Assert.Equal(1, await client.ExitCodeAsync());
        Assert.Contains(sentence, Assert.Single(client.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accepting_any_certificate_works_with_a_warning()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess client = Run(
            $"{server.EndPoint}", "lobby", "Ana", "--danger-skip-verify", "--duration", "100ms");
        Assert.Equal(0, await client.ExitCodeAsync());
        Assert.Contains(
            "Warning: --danger-skip-verify accepts any certificate. Anyone in between can listen and speak.", client.Errors);
        Assert.Single(client.Output, line => line.Contains("\"event\":\"warning\"", StringComparison.Ordinal));
        Assert.False(File.Exists(KnownServers));
    }

    private ClientProcess Run(BackendPair pair, params string[] arguments) => Run([.. arguments, "--transport", pair.ClientName]);

    private ClientProcess Run(params string[] arguments) =>
        ClientProcess.Run([.. arguments, "--headless", "--data-dir", Data]);
}
