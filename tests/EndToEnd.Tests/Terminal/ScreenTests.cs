using Mcu.EndToEnd.Tests.Processes;
using Mcu.EndToEnd.Tests.Processes.Interop;
using Xunit;

namespace Mcu.EndToEnd.Tests.Terminal;

// How one comes to the screen and leaves it, and how it looks on terminals of all sizes and kinds, whatever others are called.
public class ScreenTests
{
    private const string Farewell = "You have left the room.";

    [Fact]
    public async Task By_address_by_invite_and_at_a_first_contact()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ScreenClient ana = await ScreenClient.JoinAsync(server, "Ana");
        string text = await ana.Screen.SeesAsync("joined lobby as Ana, nobody else is");
        Assert.Equal(3, Frames.AssertWhole(text, 80));
        Assert.StartsWith(" Ana in lobby [HOST]", text, StringComparison.Ordinal);
        Assert.Contains("Peers 1 ", text, StringComparison.Ordinal);
        await ana.Screen.PressAsync("C-c");
        await ana.EndsAsync(Farewell, 0);

        await ana.StartAsync($"\"$INVITE\" Ana $USUAL {ScreenClient.Listening}");
        await ana.SeesTheRoomAsync();
        await ana.Screen.PressAsync("Escape");
        await ana.Screen.SeesAsync("Leave the room?");
        await ana.Screen.PressAsync("n");
        await ana.Screen.NoLongerSeesAsync("Leave the room?");
        await ana.Screen.PressAsync("Escape");
        await ana.Screen.SeesAsync("Leave the room?");
        await ana.Screen.PressAsync("y");
        await ana.EndsAsync(Farewell, 0);

        // A server that nothing is known of: the question stands on the plain terminal.
        await ana.StartAsync($"$SERVER lobby Ana --data-dir $FOLDER/fresh --output $FOLDER/again.wav {ScreenClient.Listening}");
        await ana.Screen.SeesAsync("Trust it from now on? [y/N]");
        await ana.Screen.BecomesAsync("#{alternate_on}", "0");
        await ana.Screen.EnterAsync("y");
        await ana.SeesTheRoomAsync();
        await ana.Screen.NoLongerSeesAsync("trusted");
        await ana.Screen.EnterAsync("/leave");
        await ana.EndsAsync(Farewell, 0);
        await ana.Screen.SeesAsync("is trusted from now on");
        Assert.Contains("joined lobby as Ana", ana.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_going_on_and_being_ended()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ScreenClient ana = await ScreenClient.JoinAsync(server, "Ana", arguments: "--test-tone");
        await ana.Screen.SeesAsync("●sending");
        await ana.Screen.EnterAsync("/mode ptt");
        await ana.SeesTitleAsync("push-to-talk");
        await ana.Screen.SeesAsync("  key up");
        await ana.Screen.PressAsync("Space");
        await ana.Screen.SeesAsync("●sending");
        await ana.Screen.PressAsync("C-z");
        await ana.SeesTheShellAsync("Stopped");
        await ana.Screen.EnterAsync("stty -a | grep -o ' [-]*icanon' && stty -a | grep -o ' [-]*echo '");
        await ana.Screen.SeesAsync(" icanon\n echo\n");
        await ana.Screen.ResizeAsync(90, 20);
        await ana.Screen.EnterAsync("fg");
        await ana.Screen.BecomesAsync("#{alternate_on}", "1");
        await ana.Screen.SeesAsync("  key up");
        Assert.Equal(3, Frames.AssertWhole(await ana.Screen.SeesAsync("joined lobby"), 90));
        await ana.SignalAsync(LibC.SIGTERM);
        await ana.EndsAsync(Farewell, 0);
    }

    [Fact]
    public async Task Hostile_names_and_every_size()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ScreenClient ana = await ScreenClient.JoinAsync(server, "Ana");
        string[] names =
        [
            "\e[2J\e[31mred\e]0;title\a", "漢字漢字漢字漢字漢字漢字漢字漢字漢字", "👩‍💻🦊👨‍👩‍👧‍👦🏳️‍🌈🇩🇪", "\u202Ebidi\u2066 \u05D0\u05D1\u05D2",
            "Zo\u0308e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "Ana",
        ];
        ClientProcess[] others = await Task.WhenAll(names.Select(name => ClientProcess.JoinAsync(server, name)));
        try
        {
            foreach ((int columns, int rows) in ((int, int)[])[(80, 24), (60, 15), (160, 50), (61, 16)])
            {
                await ana.Screen.ResizeAsync(columns, rows);
                await ana.Screen.SeesAsync(
                    text => text.Contains("Peers 7", StringComparison.Ordinal) && IsOf(text, columns, rows), $"{columns}x{rows}");
                Assert.Equal(3, Frames.AssertWhole(await ana.Screen.TextAsync(), columns));
            }

            await ana.Screen.ResizeAsync(59, 14);
            await ana.Screen.SeesAsync("The screen needs 60 columns and 15 rows; there are 59 and");
            await ana.Screen.ResizeAsync(160, 50);
            string text = await ana.Screen.SeesAsync(text => IsOf(text, 160, 50), "160x50 again");
            Assert.Equal(3, Frames.AssertWhole(text, 160));
            Assert.Contains("漢字漢字", text, StringComparison.Ordinal);
            Assert.Equal(2, Frames.PeersIn(text).Count(row => row.Contains("Ana (!)", StringComparison.Ordinal)));
            Assert.DoesNotContain("title", await ana.Screen.AskAsync("#{pane_title}"), StringComparison.Ordinal);
            await ana.Screen.TypeAsync("/block 漢");
            await ana.Screen.PressAsync("Tab", "Enter");
            await ana.SeesPeerAsync("漢字", "BLOCKED");
            Array.ForEach(others, other => other.Terminate());
            await ana.Screen.SeesAsync("Peers 1 ");
            Assert.Equal(3, Frames.AssertWhole(await ana.Screen.SeesAsync("left Ana"), 160));
        }
        finally
        {
            foreach (ClientProcess other in others)
            {
                await other.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Without_colours_and_without_Unicode()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ScreenClient ana = await ScreenClient.JoinAsync(
            server, "Ana", arguments: "--test-tone", environment: new() { ["NO_COLOR"] = "1", ["LC_ALL"] = "C" });
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "漢字");
        await ana.SeesPeerAsync("Ana", "*");
        await ana.SeesPeerAsync("??", "");
        string text = await ana.Screen.SeesAsync("came ??");
        string[] rows = text.Split('\n');
        Assert.All(text, c => Assert.True(c is '\n' or (>= ' ' and <= '~'), text));
        Assert.All(rows[2..19], row => Assert.Matches(@"^\|.{31}\|\|.{45}\|$", row));
        Assert.Matches(@"^\+- Peers .*-\+\+- Events -*\+$", rows[1]);
        Assert.DoesNotMatch("\e\\[[0-9;]*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]", await ana.Screen.StyledTextAsync());
    }

    // The last row is the status, and the frame of the line above it ends in the last column.
    private static bool IsOf(string text, int columns, int rows)
    {
        string[] lines = text.TrimEnd('\n').Split('\n');
        return lines.Length == rows && lines[^2].Length == columns && lines[^2].EndsWith('╯')
            && lines[^1].Contains("loss", StringComparison.Ordinal);
    }
}
