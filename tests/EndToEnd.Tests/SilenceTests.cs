using System.Text.Json;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.EndToEnd.Tests.Sound;
using Mcu.Testing;
using Xunit;

namespace Mcu.EndToEnd.Tests;

// Silence where it must be silent: a tone that somebody must not hear is 60 dB down in what they recorded, and as loud as before
// for who still may.
public class SilenceTests
{
    private const int Tone = 700;

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

        foreach (ClientProcess client in (ClientProcess[])[cleo, dora])
        {
            await client.DoAsync("/leave");
            Assert.Equal(0, await client.ExitCodeAsync());
        }

        var cleos = spans.Select(span => (span.From, span.To, span.Cleo));
        var doras = spans.Select(span => (span.From, span.To, span.Dora));
        Check("Cleo", HeardWav.Read(folder["cleo.wav"]), cleo.Report(), [.. cleos]);
        Check("Dora", HeardWav.Read(folder["dora.wav"]), dora.Report(), [.. doras]);
    }

    private static void Check(string name, float[] heard, JsonElement report, (long From, long To, bool Hears)[] spans)
    {
        long joined = report.GetProperty("joined_at_ns").GetInt64() / 1_000_000;
        double[] amplitudes = [.. spans.Select(span => Goertzel.Amplitude(
            heard.AsSpan((int)(span.From - joined) * 48, (int)(span.To - span.From) * 48), Tone))];
        string all = $"{name} heard {string.Join(", ", amplitudes.Select(amplitude => $"{amplitude:E1}"))}";
        double[] loud = [.. amplitudes.Where((_, i) => spans[i].Hears)];
        Assert.True(loud.Min() > 0.1 && loud.Max() < 0.3, all);
        Assert.All(amplitudes.Where((_, i) => !spans[i].Hears), quiet => Assert.True(quiet <= loud.Min() / 1_000, all));
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
