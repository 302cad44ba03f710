using Mcu.Common.Transport;
using Mcu.Server.Mixing;

namespace Mcu.Server.Metrics;

// Where a server's figures come from. What is a function is asked on the thread of whoever collects, and only then.
internal sealed record MeterSources
{
    public required MixStatistics Mixing { get; init; }

    public required MixScheduler Scheduler { get; init; }

    public required Func<ListenerStatistics> Listener { get; init; }

    // Connections that have completed their handshake, in a room or not.
    public required Func<int> Connections { get; init; }

    // Rooms that have somebody in them.
    public required Func<int> Rooms { get; init; }

    public required Func<int> Participants { get; init; }

    // Datagrams for clients, of all connections that there ever were: dropped before they were sent, and lost on the way.
    public required Func<(long Blocked, long Lost)> NotArrived { get; init; }
}
