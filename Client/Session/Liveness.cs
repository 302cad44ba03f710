using Mcu.Common;
using Mcu.Common.Transport;

namespace Mcu.Client.Session;

// Pure: whether a server still answers, judged by when it was heard last and whether anything of ours waits for its answer. To be
// looked at several times a second; now is in nanoseconds of MonotonicClock.
//
//   Answering ──an answer is overdue──► Silent ──nothing for GivenUpAfter──► Lost
//       ▲                                 │
//       └───────────it is heard───────────┘
internal sealed class Liveness(long now)
{
    // How often the transport is to ask, so that who says nothing notices as well. A packet each way every 3 s.
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(3);

    // How long an answer may take beside its way: three or four of QUIC's probes on a usual line, so that lost packets are no
    // silence. Arbitrary.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    // The same, in round trips, where that is longer.
    public const int PatientRoundTrips = 4;

    // Who was silent for so long is given up. Arbitrary: shorter than people wait, longer than a change of networks; the server
    // keeps our place for its idle timeout, which is 45 s unless somebody changed it.
    public static readonly TimeSpan GivenUpAfter = TimeSpan.FromSeconds(15);

    // Between two looks; more means that we stood still, not the server.
    private const long StoodStill = MonotonicClock.Second;

    private long _lookedAt = now;
    private long _receivedAt;

    // From when silence counts: the last packet, or the moment when we went on after standing still.
    private long _since = now;

    // What had been sent by then, and the first look at which it was more.
    private long _sent;
    private long? _askedAt;
    private bool _isSilent;

    // Whoever was silent before we stood still is so until they are heard.
    public ServerState Look(long now, in ConnectionStatistics seen)
    {
        bool isHeard = seen.LastReceivedAt > _receivedAt;
        if (isHeard || now - _lookedAt > StoodStill)
        {
            _isSilent &= !isHeard;
            _receivedAt = seen.LastReceivedAt;
            _since = now - _lookedAt > StoodStill ? now : seen.LastReceivedAt;
            _sent = seen.DatagramsSent;
            _askedAt = null;
        }

        _lookedAt = now;
        if (seen.DatagramsSent > _sent)
        {
            _askedAt ??= now;
        }

        long patience = Math.Max(
            (long)Patience.TotalNanoseconds, PatientRoundTrips * (long)seen.RoundTripTime.TotalNanoseconds);
        long askedAt = Math.Min(_askedAt ?? long.MaxValue, _since + (long)KeepAlive.TotalNanoseconds);
        _isSilent |= now - askedAt >= patience;
        return !_isSilent ? ServerState.Answering
            : now - _since >= (long)GivenUpAfter.TotalNanoseconds ? ServerState.Lost : ServerState.Silent;
    }

    // How long nothing was heard, whoever it was that stood still.
    public TimeSpan SilentFor(long now) => TimeSpan.FromTicks((now - _receivedAt) / TimeSpan.NanosecondsPerTick);
}

// How a server stands with us.
internal enum ServerState
{
    Answering,

    // An answer is overdue; it may still come.
    Silent,

    // There is no use in waiting for it.
    Lost,
}
