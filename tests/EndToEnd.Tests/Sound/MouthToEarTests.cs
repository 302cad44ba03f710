using Mcu.EndToEnd.Tests.Processes;
using Mcu.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Mcu.EndToEnd.Tests.Sound;

// How long a sound is on its way, with everything as it is by default. The machine is shared, so the best of a few rounds counts;
// all of them are printed.
public class MouthToEarTests(ITestOutputHelper output)
{
    private const int Rounds = 3;
    private const double MostThroughPulseMs = 150;
    private const double MostThroughFilesMs = 80;

    [PulseFact]
    public async Task Through_sound_cards_it_takes_at_most_150_ms()
    {
        Assert.InRange(await BestAsync("PulseAudio", MostThroughPulseMs, MeasureAsync), 20, MostThroughPulseMs);

        async Task<double[]> MeasureAsync()
        {
            await using SoundCardCall call = await SoundCardCall.StartAsync();
            (float[] spoken, float[] heard) = await call.SpeakAsync(Clicks.Sound());
            return Clicks.Delays(spoken, heard);
        }
    }

    [Fact]
    public async Task Through_files_it_takes_at_most_80_ms()
    {
        using var folder = new TemporaryFolder();
        HeardWav.Write(folder["clicks.wav"], Clicks.Sound());
        await using ServerProcess server = await ServerProcess.StartAsync();
        Assert.InRange(await BestAsync("files", MostThroughFilesMs, MeasureAsync), 20, MostThroughFilesMs);

        async Task<double[]> MeasureAsync()
        {
            await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben", "--output", folder["heard.wav"]);
            await using ClientProcess ana = await ClientProcess.JoinAsync(
                server, "Ana", "--input", folder["clicks.wav"], "--duration", "8s");
            Assert.Equal(0, await ana.ExitCodeAsync());
            ben.Terminate();
            Assert.Equal(0, await ben.ExitCodeAsync());
            long spokenAt = ana.Report().GetProperty("input_started_ns").GetInt64();
            long heardAt = ben.Report().GetProperty("joined_at_ns").GetInt64();
            float[] heard = HeardWav.Read(folder["heard.wav"])[(int)((spokenAt - heardAt) * 48 / 1_000_000)..];
            return Clicks.Delays(Clicks.Sound(), heard);
        }
    }

    private async Task<double> BestAsync(string way, double bound, Func<Task<double[]>> measureAsync)
    {
        double best = double.PositiveInfinity;
        for (int round = 1; round <= Rounds && best > bound; round++)
        {
            double[] delays = await measureAsync();
            output.WriteLine($"mouth to ear through {way}, round {round}: {Clicks.Describe(delays)}");
            double median = delays.Length > Clicks.Count / 2 ? Clicks.Median(delays) : double.PositiveInfinity;
            best = Math.Min(best, median);
        }

        return best;
    }
}
