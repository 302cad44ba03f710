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
    public void Percentiles_are_right_to_one_part_in_128()
    {
        var histogram = new DurationHistogram();
        for (int i = 0; i < 1000; i++)
        {
            histogram.Record(i * MonotonicClock.Millisecond / 10);
        }

        Assert.Equal(1000, histogram.Count);
        Assert.InRange(histogram.Percentile(0.5), 49.9, 50.3);
        Assert.InRange(histogram.Percentile(0.99), 98.9, 99.7);
        Assert.InRange(histogram.Percentile(1), 99.9, 100.7);
    }

    [Theory]
    [InlineData(0, 0.001)]
    [InlineData(999, 0.001)]
    [InlineData(1_000, 0.002)]
    [InlineData(127_999, 0.128)]
    [InlineData(128_000, 0.129)]
    [InlineData(255_999, 0.256)]
    [InlineData(256_000, 0.258)]
    [InlineData(511_999, 0.512)]
    [InlineData(512_000, 0.516)]
    public void A_short_duration_is_told_to_the_microsecond_or_two(long duration, double upperEdge)
    {
        var histogram = new DurationHistogram();
        histogram.Record(duration);

        Assert.Equal(upperEdge, histogram.Percentile(0.5));
    }

    // Every bucket begins where the one before it ends.
    [Fact]
    public void No_duration_falls_outside_of_its_bucket()
    {
        var random = new Random(5);
        for (int i = 0; i < 2_000; i++)
        {
            long duration = (long)Math.Exp(random.NextDouble() * Math.Log(16e9));
            var histogram = new DurationHistogram();
            histogram.Record(duration);
            double edge = histogram.Percentile(1) * MonotonicClock.Millisecond;

            Assert.InRange(edge, duration, Math.Max(duration + 1_001, duration * (1 + (1.0 / 128)) + 1_000));
        }
    }

    [Fact]
    public void What_is_out_of_range_counts_at_the_edges()
    {
        var histogram = new DurationHistogram();
        histogram.Record(-5);
        histogram.Record(long.MaxValue);

        Assert.Equal(2, histogram.Count);
        Assert.Equal(0.001, histogram.Percentile(0.5));
        Assert.Equal(16_777.216, histogram.Percentile(1));
    }

    [Fact]
    public void An_observer_hears_of_every_duration()
    {
        var heard = new HeardDurations();
        var histogram = new DurationHistogram { Observer = heard };
        histogram.Record(7);
        histogram.Record(-1);

        Assert.Equal([7, 0], heard);
    }

    private sealed class HeardDurations : List<long>, IDurationObserver
    {
        public void Recorded(long duration) => Add(duration);
    }
}
