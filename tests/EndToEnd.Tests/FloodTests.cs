using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;
using Mcu.EndToEnd.Tests.Flood;
using Mcu.EndToEnd.Tests.Processes;
using Xunit;
using Xunit.Abstractions;

namespace Mcu.EndToEnd.Tests;

// What strangers and a member may throw at a server without anybody in the room hearing it. Bounded in count and time.
public class FloodTests(ITestOutputHelper output)
{
    private const int Attempts = 2_000;
    private const int Commands = 50_000;
    private const long AllowedGrowth = 50 * 1024 * 1024;
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_flood_of_connections_and_commands_is_not_heard_in_the_room()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ann = await ClientProcess.JoinAsync(server, "Ann", "--test-tone", "400");
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben", "--test-tone", "700");
        ITransport transport = Ngtcp2Transport.Load();
        await using CommandFlood member = await CommandFlood.JoinAsync(transport, server.EndPoint, "lobby");
        var strangers = new ConnectionFlood(transport, server.EndPoint);
        long before = server.ResidentBytes();

        await Task.WhenAll(strangers.RunAsync(Attempts, s_time), member.RunAsync(Commands));

        long growth = server.ResidentBytes() - before;
        Assert.IsType<Ok>(await member.LeaveAsync());
        output.WriteLine($"connections: {strangers.Refused} refused, {strangers.LetIn} let in, {strangers.Unanswered} unanswered");
        output.WriteLine($"commands: {member.RateLimited} rate limited, {member.CarriedOut} carried out");
        output.WriteLine($"memory: {before / 1e6:F1} MB before, {growth / 1e6:+0.0;-0.0} MB");

        // 10 at once and 5 a second, of which three were in before; the clock of the flood is not the server's.
        Assert.InRange(strangers.LetIn, 1, 100);
        Assert.Equal(Attempts, strangers.Refused + strangers.LetIn + strangers.Unanswered);
        Assert.Equal(Commands, member.RateLimited + member.CarriedOut);
        Assert.InRange(member.CarriedOut, 1, 1_000);
        Assert.InRange(growth, long.MinValue, AllowedGrowth);
        foreach (ClientProcess client in new[] { ann, ben })
        {
            client.Terminate();
            Assert.Equal(0, await client.ExitCodeAsync());
            output.WriteLine(client.Report().ToString());
            Assert.Equal(0, client.Report().GetProperty("concealed").GetInt32());
            Assert.InRange(client.Report().GetProperty("packets_received").GetInt32(), 400, int.MaxValue);
        }
    }
}
