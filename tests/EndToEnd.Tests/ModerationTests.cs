using System.Text.Json;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.Testing;
using Mcu.Testing.Pairs;
using Xunit;
using Xunit.Sdk;

namespace Mcu.EndToEnd.Tests;

// Every command and every refusal, with real processes, as a script would drive them. Ana is the host, and speaks and records
// nothing unless a test says so.
public class ModerationTests
{
    [PairFact]
    public async Task A_kick_tells_the_reason_ends_with_4_and_keeps_them_out(BackendPair pair)
    {
        using var data = new TemporaryFolder();
        await using ServerProcess server = await pair.StartServerAsync();
        await using ClientProcess ana = await pair.JoinAsync(server, "Ana");
        await using ClientProcess ben = await pair.JoinAsync(server, "Ben", "--data-dir", data["ben"]);
        await using ClientProcess cleo = await pair.JoinAsync(server, "Cleo");
        await ana.CameAsync("Cleo");
        JsonElement answer = await ana.DoAsync("/kick ben far too loud");
        Assert.Equal(ben.Id, answer.GetProperty("id").GetUInt64());
        Assert.Equal(4, await ben.ExitCodeAsync());
        Assert.Equal("kicked", ben.Report().GetProperty("ended").GetString());
        string reason = ben.Report().GetProperty("end_reason").GetString()!;
        Assert.Contains("Ana", reason, StringComparison.Ordinal);
        Assert.Contains("far too loud", reason, StringComparison.Ordinal);
        foreach (ClientProcess client in (ClientProcess[])[ana, cleo])
        {
            Assert.Equal("kicked", (await client.LeftAsync("Ben")).GetProperty("reason").GetString());
        }

        string[] usual = [$"{server.EndPoint}", "lobby", "Ben", "--cert-hash", $"{server.Fingerprint}", "--headless"];
        await using ClientProcess again = ClientProcess.Run(
            [.. usual, "--data-dir", data["ben"], "--transport", pair.ClientName]);
        Assert.Equal(1, await again.ExitCodeAsync());
        Assert.StartsWith("The server refused: ", Assert.Single(again.Errors), StringComparison.Ordinal);
        Assert.Empty(again.Output);

        // Somebody else behind the same address is not punished.
        await using ClientProcess dora = await pair.JoinAsync(server, "Dora", "--duration", "200ms");
        Assert.Equal(0, await dora.ExitCodeAsync());
    }

    [Fact]
    public async Task Only_the_host_keeps_order_and_nobody_about_themselves()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana");
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben");
        await ana.CameAsync("Ben");
        foreach (string command in (string[])["/kick ana", "/forcemute ana", "/forceunmute ana"])
        {
            await ben.RefusedAsync(command, "not_host");
        }

        foreach (string command in (string[])["/kick ana", "/forcemute ana", "/forceunmute ana", "/block ana", "/unblock ana"])
        {
            await ana.RefusedAsync(command, "yourself");
        }

        // Nothing of it has changed anything.
        JsonElement who = await ben.DoAsync("/who");
        Assert.Equal(2, who.GetProperty("participants").GetArrayLength());
        Assert.All(who.GetProperty("participants").EnumerateArray(), someone =>
        {
            Assert.False(someone.GetProperty("force_muted").GetBoolean());
            Assert.False(someone.GetProperty("blocked").GetBoolean());
        });
    }

    [Fact]
    public async Task Mutes_are_told_to_everyone_and_do_not_depend_on_each_other()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana");
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben");
        await ana.CameAsync("Ben");

        Assert.True((await ben.DoAsync("/mute")).GetProperty("self_muted").GetBoolean());
        await ana.EventAsync("mute_changed", "self_muted", true);
        await ana.DoAsync($"/forcemute {ben.Id}");
        JsonElement changed = await ben.EventAsync("mute_changed", "force_muted", true);
        Assert.True(changed.GetProperty("you").GetBoolean());
        Assert.True(changed.GetProperty("self_muted").GetBoolean());

        JsonElement unmuted = await ben.DoAsync("/mute off");
        Assert.False(unmuted.GetProperty("self_muted").GetBoolean());
        Assert.True(unmuted.GetProperty("force_muted").GetBoolean());
        Assert.Contains("silences you", unmuted.GetProperty("sentence").GetString(), StringComparison.Ordinal);

        // A newcomer sees how things stand.
        await using ClientProcess cleo = await ClientProcess.JoinAsync(server, "Cleo");
        JsonElement[] present = [.. (await cleo.EventAsync("joined")).GetProperty("participants").EnumerateArray()];
        JsonElement shown = present.Single(someone => someone.GetProperty("id").GetUInt64() == ben.Id);
        Assert.True(shown.GetProperty("force_muted").GetBoolean());

        await ana.DoAsync("/forceunmute ben");
        Assert.False((await cleo.EventAsync("mute_changed")).GetProperty("force_muted").GetBoolean());

        // What is so already is done, and tells nobody anything.
        await ana.DoAsync("/forceunmute ben");
        Assert.False((await ben.DoAsync("/mute off")).TryGetProperty("sentence", out _));
        await cleo.DoAsync("/who");
        Assert.Single(cleo.Lines, line => line.TryGetProperty("event", out JsonElement kind) && kind.ValueEquals("mute_changed"));
    }

    [Fact]
    public async Task A_block_is_ones_own_and_the_blocked_are_not_told()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana");
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben");
        await ana.CameAsync("Ben");
        await ben.DoAsync("/block Ana");
        await ana.DoAsync("/block BEN");
        Assert.True(Blocked(await ana.DoAsync("/who"), "Ben"));
        Assert.False(Blocked(await ana.DoAsync("/who"), "Ana"));
        await ana.DoAsync("/unblock ben");
        Assert.False(Blocked(await ana.DoAsync("/who"), "Ben"));

        // Ana's mute is told after all of that, and is the only thing that Ben hears of.
        await ana.DoAsync("/mute on");
        await ben.EventAsync("mute_changed");
        Assert.Equal(
            ["joined", "mute_changed"],
            ben.Lines.Where(line => line.TryGetProperty("event", out _)).Select(line => line.GetProperty("event").GetString()));
    }

    [Fact]
    public async Task The_next_host_may_do_what_the_last_one_could()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana");
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben");
        await using ClientProcess cleo = await ClientProcess.JoinAsync(server, "Cleo");
        await ana.DoAsync("/leave");
        Assert.Equal(0, await ana.ExitCodeAsync());
        Assert.True((await ben.EventAsync("host_changed")).GetProperty("you").GetBoolean());
        Assert.Equal(ben.Id, (await cleo.EventAsync("host_changed")).GetProperty("id").GetUInt64());
        await cleo.RefusedAsync("/kick ben", "not_host");
        await ben.DoAsync("/kick cleo");
        Assert.Equal(4, await cleo.ExitCodeAsync());
    }

    [Fact]
    public async Task People_who_share_a_name_are_told_apart_by_id()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana");
        await using ClientProcess first = await ClientProcess.JoinAsync(server, "Ben Two");
        await using ClientProcess second = await ClientProcess.JoinAsync(server, "BEN TWO");
        await ana.CameAsync("BEN TWO");
        foreach (string command in (string[])["kick", "forcemute", "forceunmute", "block", "unblock"])
        {
            string sentence = await ana.RefusedAsync($"/{command} \"Ben Two\"", "ambiguous_name");
            Assert.Contains($"{first.Id}", sentence, StringComparison.Ordinal);
            Assert.Contains($"{second.Id}", sentence, StringComparison.Ordinal);
        }

        await ana.DoAsync($"/kick {second.Id} out");
        Assert.Equal(4, await second.ExitCodeAsync());
        await ana.LeftAsync("BEN TWO");
        await ana.DoAsync("/forcemute ben two");
    }

    [Fact]
    public async Task Lines_that_ask_for_nothing_are_answered_without_the_server()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana");
        await ana.RefusedAsync("hello everybody", "not_a_command");
        Assert.Contains("/kick", await ana.RefusedAsync("/kik ben", "unknown_command"), StringComparison.Ordinal);
        await ana.RefusedAsync("/mute perhaps", "bad_argument");
        foreach (string command in (string[])["kick", "forcemute", "forceunmute", "block", "unblock"])
        {
            await ana.RefusedAsync($"/{command}", "bad_argument");
            await ana.RefusedAsync($"/{command} nobody", "no_such_participant");
            await ana.RefusedAsync($"/{command} 4711", "no_such_participant");
        }

        foreach (string command in (string[])["leave", "who", "help", "invite", "stats", "devices"])
        {
            await ana.RefusedAsync($"/{command} now", "bad_argument");
        }

        await ana.RefusedAsync($"/kick ana {new string('x', 129)}", "bad_argument");
        foreach (string command in (string[])["devices", "input usb", "output usb", "echo", "noise", "gain"])
        {
            await ana.RefusedAsync($"/{command}", "no_sound_card");
        }

        await ana.RefusedAsync("/kick a\u001b[2J", "bad_text");
        await ana.RefusedAsync("/" + new string('x', 100_000), "line_too_long");
        Assert.True((await ana.DoAsync("/help")).GetProperty("commands").GetArrayLength() > 5);
        await ana.DoAsync("/quit");
        Assert.Equal(0, await ana.ExitCodeAsync());
    }

    [Fact]
    public async Task Who_asks_too_much_is_refused_and_may_leave_all_the_same()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana");
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben");
        var lines = new List<int>();
        for (int i = 0; i < 30; i++)
        {
            lines.Add(await ben.SendAsync(i % 2 == 0 ? "/block ana" : "/unblock ana"));
        }

        var codes = new List<string?>();
        foreach (int line in lines)
        {
            JsonElement answer = await ben.AnswerAsync(line);
            codes.Add(answer.TryGetProperty("code", out JsonElement code) ? code.GetString() : null);
        }

        Assert.Contains("rate_limited", codes);
        Assert.True(codes.Count(code => code is null) >= 15, string.Join(' ', codes));

        // Whatever it is, so that nobody is asked to be silent by a storm; but one's own voice is held back all the same.
        foreach (string command in (string[])["/kick", "/forcemute", "/forceunmute", "/block", "/unblock"])
        {
            await UntilTooFastAsync(ben, $"{command} ana");
        }

        JsonElement muted = await UntilTooFastAsync(ben, "/mute on");
        Assert.True(muted.GetProperty("self_muted").GetBoolean());
        await ben.DoAsync("/leave");
        Assert.Equal(0, await ben.ExitCodeAsync());
        Assert.Equal("left", (await ana.LeftAsync("Ben")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Who_talks_is_told_to_everyone()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana");
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben", "--test-tone", "700");
        await ana.OutputLineAsync(line => IsTalking(line, ben.Id));
        await using ClientProcess cleo = await ClientProcess.JoinAsync(server, "Cleo");
        await cleo.OutputLineAsync(line => IsTalking(line, ben.Id));
        await ben.DoAsync("/mute");
        await ana.OutputLineAsync(line => line.Contains("\"talking\"", StringComparison.Ordinal)
            && line.EndsWith("\"participants\":[]}", StringComparison.Ordinal));
    }

    // A token may come in meanwhile, so it is asked for again.
    private static async Task<JsonElement> UntilTooFastAsync(ClientProcess client, string command)
    {
        for (int i = 0; i < 50; i++)
        {
            JsonElement answer = await client.AskAsync(command);
            if (answer.TryGetProperty("code", out JsonElement code) && code.ValueEquals("rate_limited"))
            {
                return answer;
            }
        }

        throw new XunitException($"{command} was never too fast.");
    }

    private static bool IsTalking(string line, ulong id) => line.Contains("\"event\":\"talking\"", StringComparison.Ordinal)
        && line.Contains($"\"id\":{id}", StringComparison.Ordinal);

    private static bool Blocked(JsonElement who, string name) => who.GetProperty("participants").EnumerateArray()
        .Single(someone => someone.GetProperty("name").ValueEquals(name)).GetProperty("blocked").GetBoolean();
}
