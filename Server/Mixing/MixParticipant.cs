namespace Mcu.Server.Mixing;

// One participant as mixing sees it: a voice in, a mix out.
// Ownership: who makes it disposes it until it is added to a mixer; from then on the mixer does.
internal sealed class MixParticipant(IPacketSink sink, MixOptions options, MixStatistics statistics) : IDisposable
{
    public Uplink Uplink { get; } = new(options, statistics);

    public Downlink Downlink { get; } = new(sink, options, statistics);

    // Endpoint's thread: a datagram of this participant arrived.
    public void Receive(ReadOnlySpan<byte> datagram, long now) => Uplink.Receive(datagram, now);

    public void Dispose()
    {
        Uplink.Dispose();
        Downlink.Dispose();
    }
}
