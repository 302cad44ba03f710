using Mcu.Common;
using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

public class DurationHistogramTests
{
    [Fact]
    public void Nothing_recorded_is_nothing()
    {
        Assert.Equal(0, new DurationHistogram().Percentile(0.5));
    }

    [Fact]
    public void Percentiles_are_right_to_one_bucket()
    {
        var histogram = new DurationHistogram();
        for (int i = 0; i < 1000; i++)
        {
            histogram.Record(i * MonotonicClock.Millisecond / 10);
        }

        Assert.Equal(1000, histogram.Count);
        Assert.InRange(histogram.Percentile(0.5), 49.8, 50.3);
        Assert.InRange(histogram.Percentile(0.99), 98.8, 99.3);
        Assert.InRange(histogram.Percentile(1), 99.8, 100.3);
    }

    [Fact]
    public void What_is_out_of_range_counts_at_the_edges()
    {
        var histogram = new DurationHistogram();
        histogram.Record(-5);
        histogram.Record(long.MaxValue);

        Assert.Equal(2, histogram.Count);
        Assert.Equal(0.25, histogram.Percentile(0.5));
        Assert.Equal(500.25, histogram.Percentile(1));
    }
}
