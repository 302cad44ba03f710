using Mcu.Common.Transport;
using Mcu.Server.Metrics;
using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Metrics;

// A meter over figures that a test sets.
internal sealed class MeterFixture : IDisposable
{
    public MeterFixture() => Meter = new ServerMeter(new MeterSources
    {
        Mixing = Mixing,
        Scheduler = Scheduler,
        Listener = () => Listener,
        Connections = () => 7,
        Rooms = () => 2,
        Participants = () => 5,
        NotArrived = () => NotArrived,
    });

    public MixStatistics Mixing { get; } = new();

    public MixScheduler Scheduler { get; } = new(PreciseSleep.ForThisSystem(), _ => { });

    public ListenerStatistics Listener { get; set; }

    public (long Blocked, long Lost) NotArrived { get; set; }

    public ServerMeter Meter { get; }

    public void Dispose()
    {
        Meter.Dispose();
        Scheduler.Dispose();
    }
}
