using Mcu.EndToEnd.Tests.Processes;
using Mcu.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Mcu.EndToEnd.Tests.Sound;

// How long a sound is on its way, with everything as it is by default. The machine is shared, so the best of a few rounds counts, and
// a machine that wakes everybody late is given its lateness for each of the four threads that hand the sound on: capture, server,
// network and playback. On a quiet one that is next to nothing. All of it is printed.
public class MouthToEarTests(ITestOutputHelper output)
{
    private const int Rounds = 4;
    private const int Threads = 4;
    private const double MostThroughPulseMs = 150;
    private const double MostThroughFilesMs = 80;

    [PulseFact]
    public async Task Through_sound_cards_it_takes_at_most_150_ms()
    {
        await NoMoreThanAsync("PulseAudio", MostThroughPulseMs, MeasureAsync);

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
        await NoMoreThanAsync("files", MostThroughFilesMs, MeasureAsync);

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

    private async Task NoMoreThanAsync(string way, double mostMs, Func<Task<double[]>> measureAsync)
    {
        using var machine = new MachineLateness();
        double over = double.PositiveInfinity;
        for (int round = 1; round <= Rounds && over > 0; round++)
        {
            machine.TakeMs();
            double[] delays = await measureAsync();
            double late = machine.TakeMs();
            double median = delays.Length > Clicks.Count / 2 ? Clicks.Median(delays) : double.PositiveInfinity;
            over = Math.Min(over, median - mostMs - (Threads * late));
            output.WriteLine(FormattableString.Invariant(
                $"mouth to ear through {way}, round {round}: {Clicks.Describe(delays)}; allowed {mostMs} ms, and the machine was {late:F1} ms late"));
            Assert.InRange(median, 20, double.PositiveInfinity);
        }

        Assert.InRange(over, double.NegativeInfinity, 0);
    }
}
