using System.Diagnostics.Metrics;
using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Transport;
using Mcu.Testing;

namespace Mcu.Server.Tests.Metrics;

public sealed class ServerMeterTests : IDisposable
{
    private readonly MeterFixture _server = new();
    private readonly CollectedMetrics _collected;

    public ServerMeterTests() => _collected = new CollectedMetrics(_server.Meter.Meter);

    public void Dispose()
    {
        _collected.Dispose();
        _server.Dispose();
    }

    [Fact]
    public void Durations_are_told_in_seconds_as_they_are_recorded()
    {
        _server.Scheduler.TickTime.Record(3 * MonotonicClock.Millisecond);
        _server.Scheduler.Lateness.Record(-5);
        _server.Mixing.AddedDelay.Record(25 * MonotonicClock.Millisecond);

        Assert.Equal(
            (0.003, 0, 0.025), (_collected["mcu.tick.duration"], _collected["mcu.tick.lateness"], _collected["mcu.delay"]));
    }

    [Fact]
    public void The_outcomes_of_datagrams_exclude_each_other()
    {
        for (int i = 0; i < 10; i++)
        {
            _server.Mixing.CountIn();
            _server.Mixing.CountOut(taken: i < 8);
        }

        _server.Mixing.CountMalformed();
        _server.Mixing.CountUnheard();
        _server.Mixing.CountOutsideRoom();
        _server.Mixing.CountOverRate();
        _server.NotArrived = (3, 1);
        _collected.Collect();

        Assert.Equal(
            (8, 1, 1, 1, 1, 0),
            (In("taken"), In("malformed"), In("unheard"), In("outside_room"), In("over_rate"), In("overflowed")));
        Assert.Equal((5, 3, 2), (Out("sent"), Out("blocked"), Out("refused")));
        Assert.Equal(1, _collected["mcu.datagrams.lost"]);
    }

    [Fact]
    public void A_counter_never_goes_down()
    {
        _server.Mixing.CountPlayout(default, new JitterBufferStatistics { Received = 9, Lost = 5 });
        _server.NotArrived = (4, 4);
        _collected.Collect();
        _server.Mixing.CountPlayout(default, new JitterBufferStatistics { Lost = -2 });
        _server.NotArrived = (3, 3);
        _collected.Collect();

        Assert.Equal((9, 5), (_collected["mcu.packets in_time"], _collected["mcu.packets lost"]));
        Assert.Equal((4, 4), (Out("blocked"), _collected["mcu.datagrams.lost"]));
    }

    [Fact]
    public void People_rooms_and_the_port_are_told_as_they_are_now()
    {
        _server.Listener = new ListenerStatistics
        {
            PacketsReceived = 10, PacketsIgnored = 3, Accepted = 4, Refused = 5, Dropped = 6, Retries = 7, StatelessResets = 8,
        };
        _server.Mixing.ChangeMixClasses(+2);
        _collected.Collect();

        Assert.Equal((7, 2, 5), (_collected["mcu.connections"], _collected["mcu.rooms"], _collected["mcu.participants"]));
        Assert.Equal(2, _collected["mcu.mix_classes"]);
        Assert.Equal((7, 3), (_collected["mcu.udp.packets taken"], _collected["mcu.udp.packets ignored"]));
        Assert.Equal((4, 5, 6), (Handshakes("accepted"), Handshakes("refused"), Handshakes("dropped")));
        Assert.Equal((7, 8), (_collected["mcu.udp.retries"], _collected["mcu.udp.resets"]));
    }

    [Fact]
    public void Recording_a_tick_allocates_nothing_while_somebody_listens()
    {
        long heard = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument),
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => heard++);
        listener.Start();

        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                RecordTick(i);
            }
        }));
        Assert.True(heard >= 300, $"{heard} were heard");
    }

    [Fact]
    public void Recording_a_tick_allocates_nothing_while_nobody_does()
    {
        _collected.Dispose();

        Assert.Equal(0, Allocation.Of(() => RecordTick(1)));
    }

    [Fact]
    public void After_its_end_nobody_is_told()
    {
        _server.Meter.Dispose();
        _server.Scheduler.TickTime.Record(1);
        _collected.Collect();

        Assert.Equal((0, 0), (_collected["mcu.tick.duration"], _collected["mcu.rooms"]));
        Assert.Equal(1, _server.Scheduler.TickTime.Count);
    }

    private void RecordTick(int number)
    {
        _server.Scheduler.Lateness.Record(number * 1_000);
        _server.Scheduler.TickTime.Record(number * 10_000);
        _server.Mixing.AddedDelay.Record(number * 100_000);
    }

    private double In(string outcome) => _collected[$"mcu.datagrams in {outcome}"];

    private double Out(string outcome) => _collected[$"mcu.datagrams out {outcome}"];

    private double Handshakes(string outcome) => _collected[$"mcu.handshakes {outcome}"];
}
