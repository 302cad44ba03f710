namespace Mcu.Common.Transport.MsQuic;

// Tells whether datagrams are to be held back since nobody answers: sending on would fill the congestion window with what is lost, and
// then only ever rarer probes (RFC 9002 §6.2.1) could find out that the way is open again. Pure. Threads: one sends, another hears.
internal sealed class AnswerWatch
{
    private static readonly long s_probe = (long)TransportDefaults.DatagramProbe.TotalNanoseconds;
    private static readonly long s_patience = (long)TransportDefaults.DatagramPatience.TotalNanoseconds;

    private long _unansweredSince = long.MaxValue;
    private long _sentAt = long.MinValue;

    /// <summary>The peer gave a sign of life.</summary>
    internal void Heard() => Volatile.Write(ref _unansweredSince, long.MaxValue);

    internal void Sent(long now)
    {
        Volatile.Write(ref _sentAt, now);
        Interlocked.CompareExchange(ref _unansweredSince, now, long.MaxValue);
    }

    /// <param name="roundTrip">Nanoseconds.</param>
    internal bool HoldsBack(long now, long roundTrip) =>
        now - Volatile.Read(ref _unansweredSince) > s_patience + roundTrip && now - Volatile.Read(ref _sentAt) < s_probe;
}
