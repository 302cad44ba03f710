using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>How soon a client can know that its server has fallen silent, in virtual time.</summary>
public sealed class SignsOfLifeTests
{
    private const double KeepAlive = 3;

    [Fact]
    public void QuietServerIsHeardOncePerKeepAlive()
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, _) = network.ConnectBoth(Asking);
        Assert.InRange(LongestSilence(network, client, 600), KeepAlive - 0.1, KeepAlive + 0.2);
    }

    [Fact]
    public void WithoutBeingAskedForItIsHeardWithinAThirdOfTheIdleTimeout()
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, _) = network.ConnectBoth();
        Assert.InRange(LongestSilence(network, client, 600), 14, 16);
    }

    [Fact]
    public void ShortIdleTimeoutOfTheServerShortensTheKeepAlive()
    {
        using VirtualNetwork network = new(listen: options => options with { IdleTimeout = TimeSpan.FromSeconds(6) });
        (Ngtcp2Connection client, _) = network.ConnectBoth(Asking);
        Assert.InRange(LongestSilence(network, client, 60), 1.9, 2.2);
    }

    [Theory]
    [InlineData(10, 0.1, 4)]
    [InlineData(10, 0.3, 5)]
    [InlineData(300, 0.1, 6)]
    public void LossesOnTheWayAreNoLongSilence(double oneWayMs, double loss, double longest)
    {
        using VirtualNetwork network = new(4) { Way = new WayRules { OneWayMs = oneWayMs, JitterMs = 5, Loss = loss } };
        (Ngtcp2Connection client, _) = network.ConnectBoth(Asking);
        Assert.InRange(LongestSilence(network, client, 3_600), KeepAlive, longest);
    }

    [Fact]
    public void TalkingClientHearsTheAcknowledgements()
    {
        using VirtualNetwork network = new() { Way = new WayRules { OneWayMs = 50, JitterMs = 5, Loss = 0.05 } };
        (Ngtcp2Connection client, _) = network.ConnectBoth(Asking);
        Assert.InRange(LongestSilence(network, client, 60, talks: true), 0.02, 0.3);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(10, false)]
    [InlineData(10, true)]
    [InlineData(14, false)]
    [InlineData(14, true)]
    public void OutageEndsWithinAKeepAlive(double seconds, bool talks)
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, _) = network.ConnectBoth(Asking);
        LongestSilence(network, client, 10, talks);
        long cut = network.Now;
        network.Way = new WayRules { Loss = 1 };
        LongestSilence(network, client, seconds, talks);
        // What was under way at the cut still came.
        Assert.InRange(client.GetStatistics().LastReceivedAt, cut - Nanoseconds(KeepAlive + 0.1), cut + Nanoseconds(0.02));
        network.Way = new WayRules();
        double more = talks ? 0.7 : KeepAlive + 0.1;
        LongestSilence(network, client, more, talks);
        Assert.InRange(client.GetStatistics().LastReceivedAt, network.Now - Nanoseconds(more), network.Now);
        Assert.False(client.Ended.IsCompleted);
    }

    [Theory]
    [InlineData(10, 40, 0, 0)]
    [InlineData(600, 50, 0, 0)]
    [InlineData(10, 5, 0.1, 1)]
    [InlineData(10, 5, 0.3, 5)]
    public void VoiceIsNotHeldBackByALongWayOrLosses(double oneWayMs, double jitterMs, double loss, int blocked)
    {
        using VirtualNetwork network = new(7) { Way = new WayRules { OneWayMs = oneWayMs, JitterMs = jitterMs } };
        (Ngtcp2Connection client, _) = network.ConnectBoth(Asking);
        network.Way = network.Way with { Loss = loss };
        for (int spurt = 0; spurt < 5; spurt++)
        {
            LongestSilence(network, client, 4);
            LongestSilence(network, client, 4, talks: true);
        }

        Assert.InRange(client.GetStatistics().DatagramsBlocked, 0, blocked);
        Assert.InRange(client.GetStatistics().DatagramsSent, 1_000 - blocked, 1_010);
    }

    [Fact]
    public void VoiceToNobodyIsTwoPacketsASecond()
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, _) = network.ConnectBoth(Asking);
        LongestSilence(network, client, 5, talks: true);
        network.Way = new WayRules { Loss = 1 };
        LongestSilence(network, client, 1, talks: true);
        long before = client.GetStatistics().DatagramsSent;
        LongestSilence(network, client, 10, talks: true);
        Assert.InRange(client.GetStatistics().DatagramsSent - before, 15, 21);
    }

    private static ConnectOptions Asking(ConnectOptions options) => options with { KeepAlive = TimeSpan.FromSeconds(KeepAlive) };

    private static long Nanoseconds(double seconds) => (long)(seconds * MonotonicClock.Second);

    // Seconds, looked at ten times a second, or as often as a frame is sent.
    private static double LongestSilence(VirtualNetwork network, Ngtcp2Connection client, double seconds, bool talks = false)
    {
        byte[] voice = new byte[100];
        double step = talks ? 0.02 : 0.1;
        long longest = 0;
        for (double passed = 0; passed < seconds; passed += step)
        {
            if (talks)
            {
                Assert.True(client.TrySendDatagram(voice));
            }

            network.Drive(step);
            longest = Math.Max(longest, network.Now - client.GetStatistics().LastReceivedAt);
        }

        return (double)longest / MonotonicClock.Second;
    }
}
