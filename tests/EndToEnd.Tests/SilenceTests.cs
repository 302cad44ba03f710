using System.Globalization;
using System.Text.Json;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.EndToEnd.Tests.Sound;
using Mcu.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Mcu.EndToEnd.Tests;

// Silence where it must be silent: a tone that somebody must not hear is 60 dB down in what they recorded, and as loud as before
// for who still may. Both ways that a voice takes: in a mix, and passed on to the one who hears nobody else.
public class SilenceTests(ITestOutputHelper output)
{
    private const int Tone = 700;
    private const int OtherTone = 1_900;

    // What is under way when something changes: packets, two jitter buffers, a fade. Milliseconds.
    private const long Settling = 600;

    [Fact]
    public async Task A_muted_silenced_or_blocked_tone_is_gone_for_whom_it_must_and_for_nobody_else()
    {
        using var folder = new TemporaryFolder();
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana");
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben", "--test-tone", $"{Tone}");
        await using ClientProcess cleo = await ClientProcess.JoinAsync(server, "Cleo", "--output", folder["cleo.wav"]);
        await using ClientProcess dora = await ClientProcess.JoinAsync(server, "Dora", "--output", folder["dora.wav"]);
        await ana.CameAsync("Dora");

        // From when to when, and who of the two hears the tone then.
        var spans = new List<(long From, long To, bool Cleo, bool Dora)>();
        async Task PassAsync(JsonElement since, bool cleoHears, bool doraHears) =>
            spans.Add((AtMs(since) + Settling, await SomeTimeAsync(server), cleoHears, doraHears));

        await PassAsync(await dora.EventAsync("joined"), cleoHears: true, doraHears: true);
        await PassAsync(await cleo.DoAsync("/block ben"), cleoHears: false, doraHears: true);
        await PassAsync(await cleo.DoAsync("/unblock ben"), cleoHears: true, doraHears: true);
        await PassAsync(await ana.DoAsync("/forcemute ben"), cleoHears: false, doraHears: false);
        await PassAsync(await ana.DoAsync("/forceunmute ben"), cleoHears: true, doraHears: true);
        await PassAsync(await ben.DoAsync("/mute on"), cleoHears: false, doraHears: false);
        await PassAsync(await ben.DoAsync("/mute off"), cleoHears: true, doraHears: true);

        await LeaveAsync(cleo, dora);
        Check(cleo, folder["cleo.wav"], [.. spans.Select(span => (span.From, span.To, span.Cleo))]);
        Check(dora, folder["dora.wav"], [.. spans.Select(span => (span.From, span.To, span.Dora))]);
        Assert.InRange(await CountAsync(server, "frames_encoded"), 4 * 50, int.MaxValue);
    }

    // Nothing but Ben's packets reaches Ana, as they are: no mixer could hold them back.
    [Fact]
    public async Task Nor_is_it_passed_on_where_two_are_alone()
    {
        using var folder = new TemporaryFolder();
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana", "--output", folder["ana.wav"]);
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben", "--test-tone", $"{Tone}");
        var spans = new List<(long From, long To, bool Hears)>();
        async Task PassAsync(JsonElement since, bool hears) =>
            spans.Add((AtMs(since) + Settling, await SomeTimeAsync(server), hears));

        await PassAsync(await ana.CameAsync("Ben"), hears: true);
        await PassAsync(await ana.DoAsync("/block ben"), hears: false);
        await PassAsync(await ana.DoAsync("/unblock ben"), hears: true);
        await PassAsync(await ana.DoAsync("/forcemute ben"), hears: false);
        await PassAsync(await ana.DoAsync("/forceunmute ben"), hears: true);
        await PassAsync(await ben.DoAsync("/mute on"), hears: false);
        await PassAsync(await ben.DoAsync("/mute off"), hears: true);

        await LeaveAsync(ana);
        Check(ana, folder["ana.wav"], [.. spans]);
        Assert.InRange(await CountAsync(server, "packets_forwarded"), 4 * 50, int.MaxValue);
    }

    // Two talk, so Cleo hears a mix; with Ben blocked she hears Ana alone, whose packets are passed on then.
    [Fact]
    public async Task Who_else_talks_is_heard_as_before()
    {
        using var folder = new TemporaryFolder();
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana", "--test-tone", $"{OtherTone}");
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben", "--test-tone", $"{Tone}");
        await using ClientProcess cleo = await ClientProcess.JoinAsync(server, "Cleo", "--output", folder["cleo.wav"]);
        await ana.CameAsync("Cleo");
        var spans = new List<(long From, long To, bool Hears)>();
        async Task PassAsync(JsonElement since, bool hears) =>
            spans.Add((AtMs(since) + Settling, await SomeTimeAsync(server), hears));

        await PassAsync(await cleo.EventAsync("joined"), hears: true);
        await PassAsync(await ana.DoAsync("/forcemute ben"), hears: false);
        await PassAsync(await ana.DoAsync("/forceunmute ben"), hears: true);
        await PassAsync(await ben.DoAsync("/mute on"), hears: false);
        await PassAsync(await ben.DoAsync("/mute off"), hears: true);
        await PassAsync(await cleo.DoAsync("/block ben"), hears: false);
        await PassAsync(await cleo.DoAsync("/unblock ben"), hears: true);

        await LeaveAsync(cleo);
        Check(cleo, folder["cleo.wav"], [.. spans]);
        Check(cleo, folder["cleo.wav"], [.. spans.Select(span => (span.From, span.To, true))], OtherTone);
    }

    // Silence is 60 dB under the tone where it may be heard, which is as loud each time.
    private void Check(ClientProcess client, string file, (long From, long To, bool Hears)[] spans, int tone = Tone)
    {
        float[] heard = HeardWav.Read(file);
        long joined = client.Report().GetProperty("joined_at_ns").GetInt64() / 1_000_000;
        double[] levels = [.. spans.Select(span => Decibels(Goertzel.Amplitude(
            heard.AsSpan((int)(span.From - joined) * 48, (int)(span.To - span.From) * 48), tone)))];
        string all = $"{client.Report().GetProperty("name")} heard {tone} Hz at "
            + string.Join(", ", levels.Select((level, i) => $"{level:F1}{(spans[i].Hears ? "" : " (must not)")}")) + " dBFS";
        output.WriteLine(all);
        double[] loud = [.. levels.Where((_, i) => spans[i].Hears)];
        Assert.True(loud.Min() > -20 && loud.Max() < -10, all);
        Assert.True(loud.Max() - loud.Min() < 2, all);
        Assert.All(levels.Where((_, i) => !spans[i].Hears), quiet => Assert.True(quiet <= loud.Min() - 60, all));
    }

    private static double Decibels(double amplitude) => 20 * Math.Log10(Math.Max(amplitude, 1e-9));

    private static async Task LeaveAsync(params ClientProcess[] clients)
    {
        foreach (ClientProcess client in clients)
        {
            await client.DoAsync("/leave");
            Assert.Equal(0, await client.ExitCodeAsync());
        }
    }

    // What the server has counted of that. Ends it.
    private static async Task<int> CountAsync(ServerProcess server, string what)
    {
        server.Terminate();
        return int.Parse(await server.ValueAsync(what), CultureInfo.InvariantCulture);
    }

    // A client that stays elsewhere for a while is the clock; returns when it left.
    private static async Task<long> SomeTimeAsync(ServerProcess server)
    {
        string[] usual = [$"{server.EndPoint}", "elsewhere", "Clock", "--cert-hash", $"{server.Fingerprint}", "--headless"];
        await using ClientProcess clock = ClientProcess.Run([.. usual, "--duration", "1500ms"]);
        Assert.Equal(0, await clock.ExitCodeAsync());
        return AtMs(clock.Report());
    }

    private static long AtMs(JsonElement line) => line.GetProperty("at_ms").GetInt64();
}
