using System.Diagnostics;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.Testing.Pairs;
using Xunit;

namespace Mcu.EndToEnd.Tests;

public class EndOfServiceTests
{
    [PairFact]
    public async Task A_killed_client_leaves_within_the_idle_timeout_and_the_others_are_told(BackendPair pair)
    {
        const int IdleTimeout = 5;
        await using ServerProcess server = await pair.StartServerAsync("--idle-timeout", $"{IdleTimeout}");
        await using ClientProcess ana = await pair.JoinAsync(server, "Ana", "--test-tone");
        await using ClientProcess ben = await pair.JoinAsync(server, "Ben", "--test-tone");
        await ana.CameAsync("Ben");
        ben.Kill();
        var killed = Stopwatch.StartNew();
        Assert.Equal("connection_lost", (await ana.LeftAsync("Ben")).GetProperty("reason").GetString());
        // RFC 9000 §10.1 lets the timeout grow by a few probe timeouts; the rest is this machine's.
        Assert.InRange(killed.Elapsed.TotalSeconds, 0, IdleTimeout + 3);
    }

    [Fact]
    public async Task Who_closes_the_terminal_says_goodbye()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana");
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben");
        ben.HangUp();
        ben.HangUp();
        Assert.Equal("left", (await ana.LeftAsync("Ben")).GetProperty("reason").GetString());
        Assert.Equal(0, await ben.ExitCodeAsync());
        server.HangUp();
        server.HangUp();
        Assert.Equal(0, await server.ExitCodeAsync());
        Assert.Equal("ended SIGHUP", server.Output[^1]);
        Assert.Equal(3, await ana.ExitCodeAsync());
    }

    [PairFact]
    public async Task A_stopped_server_tells_its_clients_and_one_on_the_same_port_takes_them_again(BackendPair pair)
    {
        ServerProcess server = await pair.StartServerAsync();
        await using ClientProcess ana = await pair.JoinAsync(server, "Ana", "--test-tone");
        await using ClientProcess ben = await pair.JoinAsync(server, "Ben");
        server.Terminate();
        Assert.Equal(0, await server.ExitCodeAsync());
        foreach (ClientProcess client in (ClientProcess[])[ana, ben])
        {
            Assert.Equal(3, await client.ExitCodeAsync());
            await client.EventAsync("shutting_down");
            Assert.Equal("server_shut_down", client.Report().GetProperty("ended").GetString());
        }

        await using ServerProcess again = await pair.StartServerAsync(server.EndPoint.Port);
        Assert.Equal(server.EndPoint, again.EndPoint);
        await using ClientProcess cleo = await pair.JoinAsync(again, "Cleo", "--duration", "200ms");
        Assert.Equal(0, await cleo.ExitCodeAsync());
        await server.DisposeAsync();
    }

    [PairFact]
    public async Task A_killed_server_is_a_lost_connection_after_the_idle_timeout(BackendPair pair)
    {
        await using ServerProcess server = await pair.StartServerAsync("--idle-timeout", "5");
        await using ClientProcess ana = await pair.JoinAsync(server, "Ana", "--test-tone");
        server.Kill();
        Assert.Equal(2, await ana.ExitCodeAsync());
        Assert.Equal("connection_lost", ana.Report().GetProperty("ended").GetString());
    }
}
