using Mcu.Client.Session;
using Mcu.Common;
using Mcu.Common.Transport;
using Xunit;

namespace Mcu.Client.Tests.Session;

public class LivenessTests
{
    private const long Start = 1_000 * MonotonicClock.Second;
    private const long Step = 200 * MonotonicClock.Millisecond;

    // What the transport tells next.
    private long _now = Start;
    private long _receivedAt = Start;
    private long _sent = 40;
    private TimeSpan _roundTrip = TimeSpan.FromMilliseconds(30);
    private readonly Liveness _liveness = new(Start);

    [Fact]
    public void A_quiet_server_that_answers_each_keep_alive_is_never_silent()
    {
        // With a probe or two on the way.
        long period = (long)Liveness.KeepAlive.TotalNanoseconds + MonotonicClock.Second;
        for (int i = 0; i < 1_000; i++)
        {
            Assert.Equal(ServerState.Answering, Look());
            _receivedAt = _now - _now % period;
        }
    }

    [Fact]
    public void A_dead_server_is_silent_within_5_s_where_nobody_talks() =>
        Assert.InRange(UntilNot(ServerState.Answering), 4, 5);

    [Fact]
    public void A_dead_server_is_silent_within_2_s_while_we_talk() =>
        Assert.InRange(UntilNot(ServerState.Answering, talks: true), 1.5, 2);

    [Fact]
    public void Who_begins_to_talk_to_a_quiet_server_gives_it_time_to_answer()
    {
        for (int i = 0; i < 14; i++)
        {
            Assert.Equal(ServerState.Answering, Look());
        }

        _sent += 10;
        Assert.Equal(ServerState.Answering, Look());
        _sent += 10;
        _receivedAt = _now;
        Assert.Equal(ServerState.Answering, Look());
        Assert.Equal(ServerState.Answering, Look());
    }

    [Fact]
    public void A_long_way_gives_more_time()
    {
        _roundTrip = TimeSpan.FromSeconds(0.8);
        Assert.InRange(UntilNot(ServerState.Answering, talks: true), 3.2, 3.8);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_stays_silent_for_15_s_is_lost(bool talks)
    {
        UntilNot(ServerState.Answering, talks);
        Assert.InRange(UntilNot(ServerState.Silent, talks), 15, 15.2);
        Assert.Equal(15, _liveness.SilentFor(_now).TotalSeconds, 1.0);
        Assert.Equal(ServerState.Lost, Look());
    }

    [Fact]
    public void Who_is_heard_again_in_time_is_not()
    {
        UntilNot(ServerState.Answering);
        while (_now - _receivedAt < 14 * MonotonicClock.Second)
        {
            Assert.Equal(ServerState.Silent, Look());
        }

        _receivedAt = _now;
        Assert.Equal(ServerState.Answering, Look());
        Assert.InRange(UntilNot(ServerState.Answering), 4, 5);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(36_000)]
    public void When_we_stood_still_the_server_gets_a_new_chance(int seconds)
    {
        Look();
        _now += seconds * MonotonicClock.Second;
        long back = _now;
        Assert.Equal(ServerState.Answering, Look());
        while (_now - back < 4 * MonotonicClock.Second)
        {
            Assert.Equal(ServerState.Answering, Look());
        }

        UntilNot(ServerState.Answering);
        Assert.InRange(_now - back, 4 * MonotonicClock.Second, 5 * MonotonicClock.Second);
        UntilNot(ServerState.Silent);
        Assert.InRange(_now - back, 15 * MonotonicClock.Second, 15.4 * MonotonicClock.Second);
    }

    [Fact]
    public void Who_was_silent_before_we_stood_still_is_silent_until_they_are_heard()
    {
        UntilNot(ServerState.Answering);
        _now += 60 * MonotonicClock.Second;
        Assert.Equal(ServerState.Silent, Look());
        _receivedAt = _now;
        Assert.Equal(ServerState.Answering, Look());
    }

    [Fact]
    public void What_was_sent_before_the_last_answer_waits_for_none()
    {
        _sent += 100;
        _receivedAt = _now + Step;
        Assert.InRange(UntilNot(ServerState.Answering), 4, 5.2);
    }

    private ServerState Look()
    {
        _now += Step;
        return _liveness.Look(
            _now, new ConnectionStatistics { LastReceivedAt = _receivedAt, DatagramsSent = _sent, RoundTripTime = _roundTrip });
    }

    // Seconds since the last packet, when it is that no more.
    private double UntilNot(ServerState state, bool talks = false)
    {
        do
        {
            _sent += talks ? 10 : 0;
        }
        while (Look() == state);

        return (double)(_now - _receivedAt) / MonotonicClock.Second;
    }
}
