using Mcu.EndToEnd.Tests.Processes;
using Mcu.Testing;
using Xunit;

namespace Mcu.EndToEnd.Tests;

public class RefusalTests
{
    private const string AnyHash = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    [Fact]
    public async Task A_wrong_certificate_hash_ends_the_client_before_the_server_sees_anybody()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess client = ClientProcess.Run(
            server.EndPoint.ToString(), "lobby", "Ana", "--headless", "--cert-hash", AnyHash);
        Assert.Equal(1, await client.ExitCodeAsync());
        string sentence = Assert.Single(client.Errors);
        Assert.Contains(server.Fingerprint.ToString(), sentence, StringComparison.Ordinal);
        Assert.Contains(AnyHash, sentence, StringComparison.Ordinal);
        Assert.Contains("Nothing was sent", sentence, StringComparison.Ordinal);
        Assert.Empty(client.Output);
        server.Terminate();
        Assert.Equal(0, await server.ExitCodeAsync());
        Assert.Empty(server.JoinLines);
    }

    [Fact]
    public async Task A_bad_flag_is_answered_with_what_stood_there_and_what_is_allowed()
    {
        await using ClientProcess client = ClientProcess.Run("nowhere:at all", "lobby", "Ana", "--headless", "--cert-hash", AnyHash);
        Assert.Equal(1, await client.ExitCodeAsync());
        string sentence = Assert.Single(client.Errors);
        Assert.StartsWith("HOST:PORT is \"nowhere:at all\"; allowed is HOST or HOST:PORT", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_input_file_is_named()
    {
        using var folder = new TemporaryFolder();
        await using ClientProcess client = ClientProcess.Run(
            "127.0.0.1:1", "lobby", "Ana", "--headless", "--cert-hash", AnyHash, "--input", folder["none.wav"]);
        Assert.Equal(1, await client.ExitCodeAsync());
        Assert.Equal($"The input file {folder["none.wav"]} cannot be read: there is no such file.", Assert.Single(client.Errors));
    }

    [Fact]
    public async Task Without_headless_it_speaks_and_listens_in_plain_lines()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = ClientProcess.Run(
            server.EndPoint.ToString(), "lobby", "Ana", "--cert-hash", $"{server.Fingerprint}");
        await ana.OutputLineAsync(line => line == "joined lobby as Ana, nobody else is here");
        await ana.TypeAsync("/mute");
        await ana.OutputLineAsync(line => line == "you are muted");
        await ana.TypeAsync("/leave");
        Assert.Equal(0, await ana.ExitCodeAsync());
        Assert.Equal("ended: we left", ana.Output[^1]);
    }

    [Fact]
    public async Task A_port_that_is_taken_ends_the_server_with_a_sentence()
    {
        await using ServerProcess first = await ServerProcess.StartAsync();
        await using ServerProcess second = ServerProcess.Run("--ephemeral-cert", "--bind", first.EndPoint.ToString());
        Assert.Equal(1, await second.ExitCodeAsync());
        Assert.Contains(first.EndPoint.ToString(), Assert.Single(second.Errors), StringComparison.Ordinal);
        Assert.Empty(second.Output);
    }
}
