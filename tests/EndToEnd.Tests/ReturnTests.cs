using System.Diagnostics;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.Testing;
using Xunit;

namespace Mcu.EndToEnd.Tests;

// People's clients, which come back by themselves, unless somebody put them out.
public class ReturnTests
{
    private const string TryingAgain = "Trying again in";

    [Fact]
    public async Task A_killed_server_is_missed_at_once_and_found_again_when_it_is_back()
    {
        using var folder = new TemporaryFolder();
        ServerProcess server = await ServerProcess.StartAsync("--data-dir", folder["server"]);
        await using ClientProcess ana = await ClientProcess.JoinPlainAsync(server, "Ana", "--test-tone");
        await using ClientProcess ben = await ClientProcess.JoinPlainAsync(server, "Ben", "--no-mic");
        server.Kill();
        var killed = Stopwatch.StartNew();

        // 2 s while one talks, 5 s where not, and 15 s. That it is no more is shown in virtual time; a machine that has much to do is
        // only not allowed to make it a given-up connection, or the idle timeout of 45 s.
        await ana.OutputLineAsync(line => line.StartsWith("The server has not answered for", StringComparison.Ordinal));
        Assert.InRange(killed.Elapsed.TotalSeconds, 1, 14);
        await ben.OutputLineAsync(line => line.StartsWith("The server has not answered for", StringComparison.Ordinal));
        Assert.InRange(killed.Elapsed.TotalSeconds, 1, 14);
        foreach (ClientProcess client in (ClientProcess[])[ana, ben])
        {
            string lost = await client.OutputLineAsync(line => line.Contains(TryingAgain, StringComparison.Ordinal));
            Assert.StartsWith("The connection was lost: Nothing was heard from the server for 15 s. ", lost, StringComparison.Ordinal);
        }

        Assert.InRange(killed.Elapsed.TotalSeconds, 14, 40);
        foreach (string command in (string[])["/who", "/kick ben", "/block ben"])
        {
            await ana.TypeAsync(command);
        }

        await ana.TypeAsync("/mute on");
        await ana.OutputLineAsync(line => line == "you are muted");
        Assert.Equal(
            3, ana.Output.Count(line => line.StartsWith("There is no connection to the server just now", StringComparison.Ordinal)));
        ben.Interrupt();
        Assert.Equal(0, await ben.ExitCodeAsync());
        Assert.Equal("ended: we left", ben.Output[^1]);

        await using ServerProcess again = await ServerProcess.StartAsync(server.EndPoint.Port, "--data-dir", folder["server"]);
        await again.ErrorLineAsync(line => line.Contains("joined as", StringComparison.Ordinal));
        await ana.OutputLineAsync(_ => ana.Output.Count(line => line == "you are muted") == 2);
        await ana.TypeAsync("/who");
        await ana.OutputLineAsync(line => line.EndsWith("  Ana (you, host, muted)", StringComparison.Ordinal));
        await ana.TypeAsync("/leave");
        Assert.Equal(0, await ana.ExitCodeAsync());
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Who_was_put_out_stays_out()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana");
        await using ClientProcess ben = await ClientProcess.JoinPlainAsync(server, "Ben", "--no-mic");
        await ana.DoAsync("/kick ben enough");
        Assert.Equal(4, await ben.ExitCodeAsync());
        Assert.Equal("ended: we were put out of the room: Ana (the host) put you out of the room: enough", ben.Output[^1]);
        Assert.DoesNotContain(ben.Output, line => line.Contains(TryingAgain, StringComparison.Ordinal));
        Assert.Equal(2, server.JoinLines.Count());
    }
}
