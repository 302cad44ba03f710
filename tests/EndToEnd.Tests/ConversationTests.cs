using System.Text.Json;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.EndToEnd.Tests.Sound;
using Mcu.Testing;
using Mcu.Testing.Pairs;
using Xunit;

namespace Mcu.EndToEnd.Tests;

public class ConversationTests
{
    // Long enough for three programs to start one after the other, on a machine that does something else as well.
    private const int Seconds = 8;

    [PairFact]
    public async Task Three_clients_hear_the_other_two_and_not_themselves(BackendPair pair)
    {
        int[] tones = [400, 700, 1_100];
        using var folder = new TemporaryFolder();
        await using ServerProcess server = await pair.StartServerAsync();
        var clients = new List<ClientProcess>();
        foreach (int hz in tones)
        {
            clients.Add(await pair.JoinAsync(
                server, $"T{hz}", "--test-tone", $"{hz}", "--output", folder[$"{hz}.wav"], "--duration", $"{Seconds}s"));
        }

        for (int i = 0; i < tones.Length; i++)
        {
            Assert.Equal(0, await clients[i].ExitCodeAsync());
            JsonElement report = clients[i].Report();
            Assert.Equal("""["T400","T700","T1100"]""", report.GetProperty("participants").GetRawText());
            Assert.InRange(report.GetProperty("packets_sent").GetInt32(), 40 * Seconds, 50 * Seconds);
        }

        // The last to come is in the room for all of it; the first to leave does so a process's start or two before that.
        float[][] heard = [.. tones.Select(hz => HeardWav.Read(folder[$"{hz}.wav"]))];
        for (int listener = 0; listener < tones.Length; listener++)
        {
            Assert.Equal(Seconds * 48_000, heard[listener].Length);
            long joined = clients[listener].Report().GetProperty("joined_at_ns").GetInt64();
            long from = clients[^1].Report().GetProperty("joined_at_ns").GetInt64() + 1_000_000_000;
            long to = clients[0].Report().GetProperty("joined_at_ns").GetInt64() + (Seconds * 1_000_000_000L);
            CheckTones(heard[listener].AsSpan(SampleOf(from - joined)..SampleOf(to - joined)), tones, own: tones[listener]);
        }
    }

    [PairFact]
    public async Task Who_joins_and_leaves_is_told_and_ctrl_c_leaves_politely(BackendPair pair)
    {
        await using ServerProcess server = await pair.StartServerAsync();
        await using ClientProcess ana = await pair.JoinAsync(server, "Ana");
        await using ClientProcess ben = await pair.JoinAsync(server, "Ben");
        await ana.CameAsync("Ben");
        ben.Interrupt();
        Assert.Equal(0, await ben.ExitCodeAsync());
        await ana.LeftAsync("Ben");
        ana.Terminate();
        Assert.Equal(0, await ana.ExitCodeAsync());
        Assert.Equal("""["Ana","Ben"]""", ana.Report().GetProperty("participants").GetRawText());
    }

    private static int SampleOf(long nanoseconds) => (int)(nanoseconds * 48 / 1_000_000);

    // Half a second at a time: every other tone is there, and one's own 40 dB below the weaker of them. The median counts, and
    // the lower quartile against 25 dB, since a machine that stalls for a moment bends single windows.
    private static void CheckTones(ReadOnlySpan<float> heard, int[] tones, int own)
    {
        const int Window = 24_000;
        Assert.True(heard.Length >= 4 * Window, $"only {heard.Length} samples are left to compare");
        var weakest = new List<double>();
        var under = new List<double>();
        for (int at = 0; at + Window <= heard.Length; at += Window)
        {
            float[] window = heard.Slice(at, Window).ToArray();
            double least = tones.Where(hz => hz != own).Min(hz => Goertzel.Amplitude(window, hz));
            weakest.Add(least);
            under.Add(20 * Math.Log10(least / Math.Max(1e-9, Goertzel.Amplitude(window, own))));
        }

        string windows = $"{own} Hz is under the others by {string.Join(", ", under.Select(db => $"{db:F1}"))} dB";
        Assert.InRange(Median(weakest), 0.1, 0.3);
        Assert.True(Median(under) >= 40, windows);
        Assert.True(under[under.Count / 4] >= 25, windows);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
