using Mcu.Client.Session;
using Xunit;

namespace Mcu.Client.Tests.Session;

public class BackOffTests
{
    private static readonly double[] s_seconds = [1, 2, 4, 8, 15, 30, 30, 30];

    [Fact]
    public void Waits_grow_to_half_a_minute()
    {
        var backOff = new BackOff(new Middle());
        Assert.Equal(s_seconds, s_seconds.Select(_ => backOff.Next().TotalSeconds));
    }

    [Fact]
    public void Chance_moves_a_wait_by_a_fifth_at_most()
    {
        for (int seed = 0; seed < 1_000; seed++)
        {
            var backOff = new BackOff(new Random(seed));
            Assert.All(s_seconds, seconds => Assert.InRange(backOff.Next().TotalSeconds, 0.8 * seconds, 1.2 * seconds));
        }
    }

    [Fact]
    public void Those_who_were_lost_together_do_not_come_back_together() =>
        Assert.True(Enumerable.Range(0, 100).Select(seed => new BackOff(new Random(seed)).Next()).Distinct().Count() > 75);

    [Fact]
    public void Only_a_connection_that_held_for_a_minute_begins_anew()
    {
        var backOff = new BackOff(new Middle());
        backOff.Next();
        backOff.Next();
        backOff.Lost(BackOff.Trustworthy - TimeSpan.FromTicks(1));
        Assert.Equal(4, backOff.Next().TotalSeconds);
        backOff.Lost(BackOff.Trustworthy);
        Assert.Equal(1, backOff.Next().TotalSeconds);
    }

    // Chance that changes nothing.
    private sealed class Middle : Random
    {
        public override double NextDouble() => 0.5;
    }
}
