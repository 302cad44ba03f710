using Mcu.Common.Transport;
using Mcu.Common.Transport.MsQuic;
using Xunit;

namespace Mcu.Common.Tests.Transport.MsQuic;

public sealed class AnswerWatchTests
{
    private const long RoundTrip = 50 * MonotonicClock.Millisecond;
    private static readonly long s_patience = (long)TransportDefaults.DatagramPatience.TotalNanoseconds;
    private static readonly long s_probe = (long)TransportDefaults.DatagramProbe.TotalNanoseconds;

    [Fact]
    public void NobodyIsHeldBackBeforePatienceIsOver()
    {
        AnswerWatch watch = new();
        Assert.False(watch.HoldsBack(0, RoundTrip));
        long now = 0;
        for (; now <= s_patience + RoundTrip; now += 20 * MonotonicClock.Millisecond)
        {
            Assert.False(watch.HoldsBack(now, RoundTrip));
            watch.Sent(now);
        }

        Assert.True(watch.HoldsBack(now, RoundTrip));
    }

    [Fact]
    public void OneGoesOutNowAndThenToFindOut()
    {
        AnswerWatch watch = new();
        int sent = 0;
        long tick = 20 * MonotonicClock.Millisecond;
        long from = 10 * MonotonicClock.Second;
        watch.Sent(0);
        for (long now = from; now < from + (10 * s_probe); now += tick)
        {
            if (!watch.HoldsBack(now, RoundTrip))
            {
                watch.Sent(now);
                sent++;
            }
        }

        Assert.Equal(10, sent);
    }

    [Fact]
    public void AnAnswerOpensTheWay()
    {
        AnswerWatch watch = new();
        watch.Sent(0);
        long late = s_patience + RoundTrip + 1;
        watch.Sent(late - 1);
        Assert.True(watch.HoldsBack(late, RoundTrip));
        watch.Heard();
        Assert.False(watch.HoldsBack(late, RoundTrip));
        watch.Sent(late);
        Assert.False(watch.HoldsBack(late + s_patience, RoundTrip));
    }
}
