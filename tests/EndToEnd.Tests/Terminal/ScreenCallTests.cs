using System.Text.Json;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.Testing;
using Xunit;

namespace Mcu.EndToEnd.Tests.Terminal;

// A call on the screen: the others, commands, the end that others make of it, a server that goes and comes, hotkeys. The others are
// clients without a screen.
public class ScreenCallTests
{
    [Fact]
    public async Task Others_come_talk_and_go_and_leave_the_room_to_us()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben", "--test-tone");
        await using ScreenClient ana = await ScreenClient.JoinAsync(server, "Ana", arguments: "--test-tone 500");
        await ana.Screen.SeesAsync("as Ana, with Ben");
        await ana.SeesPeerAsync("Ben HOST", "●");
        await ana.SeesPeerAsync("Ben", "█");
        await ana.SeesPeerAsync("Ana", "●");
        await ana.SeesPeerAsync("▸● Ana", "█");
        await ana.Screen.SeesAsync("Peers 2 · 2 talking");
        await using (ClientProcess cleo = await ClientProcess.JoinAsync(server, "Cleo"))
        {
            await ana.Screen.SeesAsync("came Cleo");
            await ana.SeesPeerAsync("Cleo", "");
            cleo.Terminate();
            await ana.Screen.SeesAsync("left Cleo");
            await ana.NoLongerSeesPeerAsync("Cleo");
        }

        await ana.Screen.EnterAsync("/mute");
        await ana.SeesTitleAsync("[MUTED]");
        await ana.SeesPeerAsync("Ana", "MUTE");
        await ana.Screen.SeesAsync("You are muted but talking.");
        await ana.Screen.SeesAsync("Peers 2 · 1 talking");
        await ana.Screen.PressAsync("F2");
        await ana.NoLongerSeesTitleAsync("[MUTED]");
        await ana.Screen.PressAsync("F3");
        await ana.Screen.SeesAsync("─ Statistics ");
        await ana.Screen.PressAsync("Escape");
        await ana.Screen.SeesAsync("─ Events ");
        await ben.SendAsync("/leave");
        await ana.SeesTitleAsync("[HOST]");
        Assert.Equal(3, Frames.AssertWhole(await ana.Screen.SeesAsync("you are the host now"), 80));
    }

    [Fact]
    public async Task The_host_keeps_order_and_is_put_out_by_the_next()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ScreenClient ana = await ScreenClient.JoinAsync(server, "Ana", columns: 110);
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben");
        await using ClientProcess cleo = await ClientProcess.JoinAsync(server, "Cleo");
        await ana.SeesPeerAsync("Cleo", "");
        await CompleteAsync(ana, "/forcem", "b");
        await ana.SeesPeerAsync("Ben", "SILENCED");
        await CompleteAsync(ana, "/forceu", "b");
        await ana.NoLongerSeesPeerAsync("Ben", "SILENCED");
        await CompleteAsync(ana, "/bl", "cl");
        await ana.SeesPeerAsync("Cleo", "BLOCKED");
        await CompleteAsync(ana, "/unb", "cl");
        await ana.NoLongerSeesPeerAsync("Cleo", "BLOCKED");
        await ana.Screen.EnterAsync("/kik Ben");
        await ana.Screen.SeesAsync("/kick");
        await CompleteAsync(ana, "/ki", "be");
        await ana.Screen.SeesAsync("left Ben (put out of the room)");
        Assert.Equal(4, await ben.ExitCodeAsync());
        await ana.Screen.EnterAsync("/q");
        await ana.EndsAsync("You have left the room.", 0);

        await ana.StartAsync($"$SERVER lobby Ana --cert-hash $FINGERPRINT $USUAL {ScreenClient.Listening}");
        await ana.SeesTheRoomAsync();
        await cleo.DoAsync("/kick Ana much too quiet");
        await ana.EndsAsync("(the host) put you out of the room: ", 4);
        await ana.Screen.SeesAsync("much too quiet.");
    }

    [Fact]
    public async Task A_server_that_is_started_again_is_come_back_to()
    {
        using var data = new TemporaryFolder();
        string[] kept = ["--data-dir", data["data"]];
        await using ServerProcess first = await ServerProcess.StartAsync(kept);
        await using ScreenClient ana = await ScreenClient.OpenAsync(first, 110, 24);
        await ana.StartAsync($"$SERVER lobby Ana --danger-skip-verify $USUAL {ScreenClient.Listening}");
        await ana.SeesTheRoomAsync();
        await ana.Screen.EnterAsync("/mute");
        await ana.SeesTitleAsync("[MUTED]");
        first.Terminate();
        await ana.SeesTitleAsync("lost, again in ");
        await ana.Screen.SeesAsync("Trying again in ");
        Assert.Equal(0, await first.ExitCodeAsync());
        await ana.Screen.EnterAsync("/kick Ben");
        await ana.SeesTitleAsync("[MUTED]");
        await using ServerProcess second = await ServerProcess.StartAsync(first.EndPoint.Port, kept);
        await ana.SeesTitleAsync("voice activity");
        await ana.SeesTitleAsync("[MUTED]");
        await using ClientProcess ben = await ClientProcess.JoinAsync(second, "Ben");
        JsonElement who = await ben.AskAsync("/who");
        Assert.Contains(
            who.GetProperty("participants").EnumerateArray(),
            one => one.GetProperty("name").GetString() == "Ana" && one.GetProperty("self_muted").GetBoolean());

        // What is to be known of trust was said once, and among the events.
        string text = await ana.Screen.SeesAsync("came Ben");
        Assert.Equal(3, Frames.AssertWhole(text, 110));
        Assert.Single(text.Split('\n'), row => row.Contains("--danger-skip-verify", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hotkeys_reach_it()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ScreenClient ana = await ScreenClient.JoinAsync(server, "Ana", arguments: "--test-tone");
        Assert.Equal((0, "you are muted", ""), await ana.ControlAsync("mute"));
        await ana.SeesTitleAsync("[MUTED]");
        (int code, string who, _) = await ana.ControlAsync("who");
        Assert.Equal(0, code);
        Assert.EndsWith("Ana (you, host, muted)", who, StringComparison.Ordinal);
        (code, _, string refusal) = await ana.ControlAsync("ptt", "down");
        Assert.Equal(1, code);
        Assert.Contains(
            "The talk key is for push-to-talk, and the mode is voice activity; /mode ptt changes it.",
            refusal,
            StringComparison.Ordinal);
        Assert.Equal(0, (await ana.ControlAsync("mute", "off")).ExitCode);
        Assert.Equal(0, (await ana.ControlAsync("mode", "ptt")).ExitCode);
        await ana.Screen.SeesAsync("  key up");
        Assert.Equal((0, "the talk key is down", ""), await ana.ControlAsync("ptt", "down"));
        await ana.Screen.SeesAsync("●sending");
        await ana.Screen.PressAsync("C-c");
        await ana.EndsAsync("You have left the room.", 0);
        Assert.Equal((1, "", "No mcu-client runs here, or only with --headless."), await ana.ControlAsync("mute"));
    }

    // Types the beginning of a command and of a name; Tab does the rest.
    private static async Task CompleteAsync(ScreenClient client, string command, string name)
    {
        await client.Screen.TypeAsync(command);
        await client.Screen.PressAsync("Tab");
        await client.Screen.TypeAsync(name);
        await client.Screen.PressAsync("Tab", "Enter");
    }
}
