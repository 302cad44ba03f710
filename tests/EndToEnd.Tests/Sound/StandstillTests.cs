using System.Globalization;
using System.Text.RegularExpressions;
using Mcu.EndToEnd.Tests.Processes;
using Xunit;
using Xunit.Abstractions;

namespace Mcu.EndToEnd.Tests.Sound;

// A client all of whose threads stand still for a moment, as a garbage collection makes them, neither loses what the microphone
// hears nor lets the loudspeaker run dry.
public partial class StandstillTests(ITestOutputHelper output)
{
    private const int Wanted = 8;

    // How long the client waits for a processor after it is let go on, nobody here sees: on a busy machine that is a longer standstill.
    // One that is too long for the queues would fail every time.
    private const int Unlucky = 2;

    // A machine that stands still itself meanwhile makes the standstill longer than it was meant.
    private const double MostLateMs = 5;

    // Of standing still, and how much more a round may have taken to count: on a busy machine some take far longer.
    private static readonly TimeSpan s_standstill = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMilliseconds(3);

    [PulseFact]
    public async Task Fifty_milliseconds_cause_no_overrun_and_no_underrun()
    {
        await using SoundCardCall call = await SoundCardCall.StartAsync("--transmit-mode", "continuous");
        using var machine = new MachineLateness();
        int counted = 0;
        int clean = 0;
        for (int round = 1; round <= 10 * Wanted && counted < Wanted; round++)
        {
            // Filled up again, and at another place in its 20 ms.
            await Task.Delay(300 + (7 * round));
            (long overruns, long underruns) = await RunsAsync(call.Ben);
            machine.TakeWorstMs();
            TimeSpan stood = call.Ben.Pause(s_standstill);
            await Task.Delay(100);
            double late = machine.TakeWorstMs();
            (long overrunsAfter, long underrunsAfter) = await RunsAsync(call.Ben);
            bool counts = stood <= s_standstill + s_tolerance && late < MostLateMs;
            bool isClean = overruns == overrunsAfter && underruns == underrunsAfter;
            counted += counts ? 1 : 0;
            clean += counts && isClean ? 1 : 0;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"round {round}: stood {stood.TotalMilliseconds:F1} ms{(counts ? "" : " (does not count)")}, "
                + $"{overrunsAfter - overruns} overruns, {underrunsAfter - underruns} underruns"));
        }

        Assert.Equal(Wanted, counted);
        Assert.InRange(clean, Wanted - Unlucky, Wanted);
    }

    // As /stats tells them: of the microphone over, of the loudspeaker under.
    private static async Task<(long Over, long Under)> RunsAsync(ClientProcess client)
    {
        string lines = (await client.DoAsync("/stats")).GetProperty("lines").GetRawText();
        long[] runs = [.. Runs().Matches(lines).Select(match => long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))];
        Assert.Equal(2, runs.Length);
        return (runs[0], runs[1]);
    }

    [GeneratedRegex("([0-9]+) (?:over|under)runs")]
    private static partial Regex Runs();
}
