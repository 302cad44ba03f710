using Mcu.Common.Transport.MsQuic.Interop;

namespace Mcu.Common.Transport.MsQuic;

// What is known of the connection: our own counts of datagrams, and msquic's of packets, fetched now and then on its thread, where asking
// waits for nobody; or, where nothing brings us there, when somebody wants to know.
internal sealed partial class MsQuicConnection
{
    private const long StatisticsPeriod = 100 * MonotonicClock.Millisecond;

    private long _statisticsAt;
    private long _roundTrip;
    private long _packetsSent;
    private long _packetsReceived;
    private long _lastReceivedAt;

    /// <inheritdoc/>
    public ConnectionStatistics GetStatistics()
    {
        long now = MonotonicClock.Now;
        if (IsConnected && !IsEnded && now - Volatile.Read(ref _statisticsAt) >= StatisticsPeriod && TryEnter(out nint handle))
        {
            NoteStatistics(handle, now);
            Leave();
        }

        return new ConnectionStatistics
        {
            RoundTripTime = TimeSpan.FromTicks(Volatile.Read(ref _roundTrip) / 100),
            LastReceivedAt = Volatile.Read(ref _lastReceivedAt),
            PacketsSent = Volatile.Read(ref _packetsSent),
            DatagramsLost = Volatile.Read(ref _datagramsLost),
            DatagramsReceived = Volatile.Read(ref _datagramsReceived),
            DatagramsSent = Volatile.Read(ref _datagramsSent),
            DatagramsBlocked = Volatile.Read(ref _datagramsBlocked),
        };
    }

    private void NoteStatisticsIfDue(nint handle, long now)
    {
        if (now - Volatile.Read(ref _statisticsAt) >= StatisticsPeriod)
        {
            NoteStatistics(handle, now);
        }
    }

    private void NoteStatistics(nint handle, long now)
    {
        Volatile.Write(ref _statisticsAt, now);
        if (!_library.TryReadStatistics(handle, out QuicStatistics statistics))
        {
            return;
        }

        Volatile.Write(ref _roundTrip, statistics.RoundTripMicroseconds * 1_000L);
        Volatile.Write(ref _packetsSent, (long)statistics.PacketsSent);
        // Not every packet is an event (an answer to a keep-alive is none), but every one counts as a sign of life.
        if (Interlocked.Exchange(ref _packetsReceived, (long)statistics.PacketsReceived) < (long)statistics.PacketsReceived)
        {
            NoteHeard(now);
        }
    }

    private void NoteHeard(long now)
    {
        _answers.Heard();
        Volatile.Write(ref _lastReceivedAt, now);
    }
}
