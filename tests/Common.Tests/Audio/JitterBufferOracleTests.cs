using Mcu.Common.Audio;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Audio;

// The oracle of Jamulus: fixed depths over the very same arrivals, and the adaptive buffer against the smallest that would have
// done.
public sealed class JitterBufferOracleTests
{
    private const long Millisecond = MonotonicClock.Millisecond;

    [Theory]
    [InlineData(1, false)]
    [InlineData(5, false)]
    [InlineData(12, false)]
    [InlineData(5, true)]
    public void TheAdaptiveDelayIsCloseToTheSmallestFixedOneThatWouldHaveDone(int jitterMs, bool reorders)
    {
        var options = new VirtualPathOptions { Jitter = jitterMs * Millisecond, Reorder = reorders ? 0.02 : 0, Seed = 11 };
        (double Faults, double Delay) adaptive = Run(options, new JitterBufferOptions());
        (double Faults, double Delay) best = default;
        for (int depth = 10; depth <= 180; depth += 10)
        {
            best = Run(options, new JitterBufferOptions { StartDelay = depth * Millisecond, IsFixed = true });
            if (best.Faults <= 0.01)
            {
                break;
            }
        }

        Assert.True(adaptive.Faults <= 0.015, $"{adaptive.Faults:P2} faults at {adaptive.Delay:F1} ms");
        Assert.True(adaptive.Delay <= best.Delay + 25, $"{adaptive.Delay:F1} ms, and {best.Delay:F1} ms would have done");
    }

    // Share of packets that were not played as they were sent, and the mean delay in milliseconds.
    private static (double Faults, double Delay) Run(VirtualPathOptions path, JitterBufferOptions options)
    {
        var buffer = new JitterBuffer(options);
        var stream = new StreamSimulation(buffer, new VirtualPath<StreamSimulation.Sent>(path)) { Speaks = frame => frame % 250 < 200 };
        stream.Run(TimeSpan.FromMinutes(3));
        JitterBufferStatistics counts = buffer.Statistics;
        double faults = counts.Concealed + counts.FecRebuilt + counts.Accelerated + counts.Expanded;
        return (faults / counts.Received, stream.Delays.Average() / Millisecond);
    }
}
