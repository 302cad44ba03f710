using Mcu.Common.Addressing;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.Testing;
using Mcu.Testing.Pairs;
using Xunit;

namespace Mcu.EndToEnd.Tests;

public class CertificateTests
{
    [PairFact]
    public async Task A_server_that_is_started_again_is_the_one_that_its_clients_know(BackendPair pair)
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["--data-dir", folder["server"]];
        string[] remembering = [
            "--headless", "--duration", "200ms", "--data-dir", folder["client"], "--transport", pair.ClientName];
        await using ServerProcess server = await pair.StartServerAsync(arguments);
        await using ClientProcess ben = ClientProcess.Run([$"{server.EndPoint}", "lobby", "Ben", "--accept-new", .. remembering]);
        Assert.Equal(0, await ben.ExitCodeAsync());
        await using (ClientProcess ana = await pair.JoinAsync(server, "Ana", "--test-tone"))
        {
            server.Terminate();
            Assert.Equal(0, await server.ExitCodeAsync());
            Assert.Equal(3, await ana.ExitCodeAsync());
        }

        // By a fingerprint that was given, by one that was remembered, and by the invite of old.
        await using ServerProcess again = await pair.StartServerAsync(server.EndPoint.Port, arguments);
        Assert.Equal(server.EndPoint, again.EndPoint);
        Assert.Equal(server.Fingerprint, again.Fingerprint);
        string[][] ways = [
            [$"{server.EndPoint}", "lobby", "Ana", "--cert-hash", $"{server.Fingerprint}"],
            [$"{server.EndPoint}", "lobby", "Ben"],
            [await server.ValueAsync("invite"), "Cleo"]];
        foreach (string[] way in ways)
        {
            await using ClientProcess back = ClientProcess.Run([.. way, .. remembering]);
            Assert.Equal(0, await back.ExitCodeAsync());
            Assert.Empty(back.Errors);
        }
    }

    [Fact]
    public async Task The_invite_names_the_server_the_room_and_the_certificate()
    {
        await using ServerProcess server = await ServerProcess.StartAsync("--public-address", "voice.example.org", "--invite-room", "Küche");
        var invite = Invite.Parse(await server.ValueAsync("invite"));
        Assert.Equal($"voice.example.org:{server.EndPoint.Port}", invite.Server.ToString());
        Assert.Equal("Küche", invite.Room);
        Assert.Equal(server.Fingerprint, invite.Fingerprint);
    }

    [Fact]
    public async Task Without_a_public_address_the_invite_names_the_one_it_listens_on()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        Assert.Equal($"mcu://{server.EndPoint}/lobby#{server.Fingerprint}", await server.ValueAsync("invite"));
    }

    [Theory]
    [InlineData("certificate.pem", "key.pem")]
    [InlineData("key.pem", "certificate.pem")]
    public async Task Half_a_certificate_ends_the_start_with_a_sentence(string present, string missing)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder[present], "whatever");
        await using ServerProcess server = ServerProcess.Run(
            "--bind", "127.0.0.1:0", "--cert-file", folder["certificate.pem"], "--key-file", folder["key.pem"]);
        Assert.Equal(1, await server.ExitCodeAsync());
        string sentence = Assert.Single(server.Errors);
        Assert.Contains($"{folder[present]} is there", sentence, StringComparison.Ordinal);
        Assert.Contains($"{folder[missing]} is not", sentence, StringComparison.Ordinal);
        Assert.Empty(server.Output);
    }

    [Fact]
    public async Task A_certificate_that_is_none_ends_the_start_with_a_sentence()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["cert.pem"], "whatever");
        File.WriteAllText(folder["key.pem"], "whatever");
        await using ServerProcess server = ServerProcess.Run(
            "--bind", "127.0.0.1:0", "--cert-file", folder["cert.pem"], "--key-file", folder["key.pem"]);
        Assert.Equal(1, await server.ExitCodeAsync());
        Assert.StartsWith($"{folder["cert.pem"]} cannot be used: it holds no PEM", Assert.Single(server.Errors), StringComparison.Ordinal);
    }

    // msquic does not give a client the words it was refused with, whoever said them.
    [PairFact]
    public async Task One_connection_too_many_is_told_what_is_allowed(BackendPair pair)
    {
        await using ServerProcess server = await pair.StartServerAsync("--max-connections-per-ip", "1");
        await using ClientProcess ana = await pair.JoinAsync(server, "Ana", "--test-tone");
        await using ClientProcess ben = ClientProcess.Run(
            $"{server.EndPoint}", "lobby", "Ben", "--cert-hash", $"{server.Fingerprint}", "--headless", "--transport", pair.ClientName);
        Assert.NotEqual(0, await ben.ExitCodeAsync());
        string expected = pair.ClientName == "msquic"
            ? "the server refuses it: too many are connected, or too many come from this address"
            : "your address has as many connections here already as one may have: 1";
        Assert.Contains(ben.Errors, line => line.Contains(expected, StringComparison.Ordinal));
        Assert.Single(server.JoinLines);
    }
}
