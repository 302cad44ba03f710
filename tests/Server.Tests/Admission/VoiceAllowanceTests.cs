using Mcu.Common;
using Mcu.Server.Admission;
using Mcu.Testing;

namespace Mcu.Server.Tests.Admission;

public sealed class VoiceAllowanceTests
{
    private const long Second = MonotonicClock.Second;

    [Theory]
    [InlineData(50, 50)]
    [InlineData(75, 75)]
    [InlineData(1_000, 75)]
    public void What_is_sent_evenly_passes_up_to_the_rate(int sentPerSecond, int passing)
    {
        var allowance = new VoiceAllowance(75);
        long now = 5 * Second;
        // The first second's worth comes on top.
        int taken = 0;
        for (int i = 0; i < 100 * sentPerSecond; i++)
        {
            taken += allowance.TryTake(now + (i * Second / sentPerSecond)) ? 1 : 0;
        }

        Assert.InRange(taken, 100 * passing, (100 * passing) + (sentPerSecond > 75 ? 76 : 0));
    }

    [Fact]
    public void At_once_passes_one_second_s_worth_and_after_a_pause_again()
    {
        var allowance = new VoiceAllowance(75);
        Assert.Equal(75, Burst(allowance, 0));
        Assert.Equal(0, Burst(allowance, 0));
        Assert.Equal(37, Burst(allowance, Second / 2));
        Assert.Equal(75, Burst(allowance, 60 * Second));
    }

    [Fact]
    public void Random_traffic_never_gets_more_than_rate_and_burst()
    {
        var random = new Random(5);
        var allowance = new VoiceAllowance(75);
        long now = long.MaxValue / 2;
        List<long> taken = [];
        for (int i = 0; i < 100_000; i++)
        {
            now += random.Next(20) == 0 ? random.NextInt64(Second) : random.NextInt64(10 * MonotonicClock.Millisecond);
            if (allowance.TryTake(now))
            {
                taken.Add(now);
            }
        }

        for (int first = 0; first + 300 < taken.Count; first++)
        {
            // 300 more than the first were taken within at least the time that 225 need.
            Assert.True(taken[first + 300] - taken[first] >= 3 * Second - Second / 50);
        }
    }

    [Fact]
    public void Asking_allocates_nothing()
    {
        var allowance = new VoiceAllowance(75);
        long now = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                allowance.TryTake(now += MonotonicClock.Millisecond);
            }
        }));
    }

    private static int Burst(VoiceAllowance allowance, long now) => Enumerable.Range(0, 200).Count(_ => allowance.TryTake(now));
}
