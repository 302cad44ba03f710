using System.Text.Json;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.Testing;
using Xunit;

namespace Mcu.EndToEnd.Tests;

// What carries QUIC: which backend both programs take, where they say so, and what is said where it cannot be had.
public sealed class TransportChoiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _withoutMsQuic;

    public TransportChoiceTests() => _withoutMsQuic = MsQuicLibrary.Hidden(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_libmsquic_both_take_ngtcp2_and_say_why()
    {
        await using ServerProcess server = await ServerProcess.StartAsync(_withoutMsQuic);
        await using ClientProcess client = await ClientProcess.JoinAsync(
            server, "Ana", ["--log-file", _folder["log"]], _withoutMsQuic);
        string statistics = await StatisticsLineAsync(client);
        client.Interrupt();
        Assert.Equal(0, await client.ExitCodeAsync());

        Assert.Equal("ngtcp2", await server.ValueAsync("transport"));
        Assert.Equal("ngtcp2", client.Report().GetProperty("transport").GetString());
        string[] told =
        [
            await server.ErrorLineAsync(line => line.Contains("QUIC by ", StringComparison.Ordinal)),
            statistics,
            Assert.Single(File.ReadLines(_folder["log"]), line => line.Contains("QUIC by ", StringComparison.Ordinal)),
        ];
        Assert.All(told, line => Assert.Matches(@"ngtcp2 \(ngtcp2 1\.\d+\.\d+, GnuTLS .*\); msquic is not used: .*libmsquic", line));
    }

    [Fact]
    public async Task Who_asks_for_ngtcp2_gets_it_without_a_reason()
    {
        await using ServerProcess server = await ServerProcess.StartAsync("--transport", "ngtcp2");
        await using ClientProcess client = await ClientProcess.JoinAsync(server, "Ana", "--transport", "ngtcp2");

        Assert.Equal("ngtcp2", await server.ValueAsync("transport"));
        string[] told =
        [
            await server.ErrorLineAsync(line => line.Contains("QUIC by ", StringComparison.Ordinal)),
            await StatisticsLineAsync(client),
        ];
        Assert.All(told, line => Assert.Matches(@"ngtcp2 \(ngtcp2 1\.\d+\.\d+, GnuTLS [\d.]+\)$", line));
    }

    [Fact]
    public async Task Who_asks_for_msquic_where_it_is_missing_is_told_what_to_install()
    {
        await using ServerProcess server = ServerProcess.Run(["--bind", "127.0.0.1:0", "--transport", "msquic"], _withoutMsQuic);
        await using ClientProcess client = ClientProcess.Run(
            ["127.0.0.1:1", "lobby", "Ana", "--headless", "--accept-new", "--transport", "msquic"], _withoutMsQuic);
        foreach (ProgramProcess program in new ProgramProcess[] { server, client })
        {
            Assert.Equal(1, await program.ExitCodeAsync());
            Assert.Contains("install libmsquic", Assert.Single(program.Errors), StringComparison.Ordinal);
            Assert.Empty(program.Output);
        }
    }

    [Theory]
    [InlineData("mcu-server")]
    [InlineData("mcu-client")]
    public async Task The_version_names_what_would_be_chosen(string program)
    {
        await using var process = new VersionProcess(program, _withoutMsQuic);
        Assert.Equal(0, await process.ExitCodeAsync());
        Assert.Single(
            process.Output, line => line.StartsWith("transport ngtcp2 (ngtcp2 1.", StringComparison.Ordinal)
                && line.Contains("; msquic is not used: ", StringComparison.Ordinal));
    }

    [MsQuicFact]
    public async Task With_libmsquic_both_take_it_and_have_nothing_to_explain()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess client = await ClientProcess.JoinAsync(server, "Ana");
        await using var version = new VersionProcess("mcu-server", null);

        Assert.Equal("msquic", await server.ValueAsync("transport"));
        string[] told =
        [
            await server.ErrorLineAsync(line => line.Contains("QUIC by ", StringComparison.Ordinal)),
            await StatisticsLineAsync(client),
            await version.OutputLineAsync(line => line.StartsWith("transport ", StringComparison.Ordinal)),
        ];
        Assert.All(told, line => Assert.Matches(@"msquic \(msquic 2\.[^;]*\)$", line));
    }

    private sealed class VersionProcess(string program, Dictionary<string, string>? environment)
        : ProgramProcess(program, ["--version"], environment);

    // What /stats says of it.
    private static async Task<string> StatisticsLineAsync(ClientProcess client)
    {
        JsonElement answer = await client.DoAsync("/stats");
        return Assert.Single(
            answer.GetProperty("lines").EnumerateArray().Select(line => line.GetString()!),
            line => line.StartsWith("QUIC: ", StringComparison.Ordinal));
    }
}
