namespace Mcu.Common.Transport.Ngtcp2;

// A thousand connections do not fit the processor's nearest caches, and every packet is another one's: left alone, it would spend most
// of its time waiting for memory, one connection's lines after the other's. So what the next few connections will need is touched
// before the first of them has its turn: loads that do not depend on each other are waited for together. Changes nothing.
internal sealed partial class Endpoint
{
    /// <summary>Connections at once: more loads than these few hundred a processor does not keep under way anyway.</summary>
    internal const int PreloadCount = 8;

    private readonly Ngtcp2Connection?[] _next = new Ngtcp2Connection?[PreloadCount];
    private int _nextCount;
    private long _touched; // Read by nobody; without it the loads could be left out.

    /// <summary>Announces a packet that <see cref="Receive"/> is about to be given, at most <see cref="PreloadCount"/> before a
    /// <see cref="Preload()"/>.</summary>
    internal void Expect(ReadOnlySpan<byte> packet)
    {
        bool hasShortHeader = packet.Length > ConnectionId.OwnLength && (packet[0] & 0x80) == 0;
        if (hasShortHeader && _nextCount < PreloadCount
            && _routes.TryGetValue(ConnectionId.From(packet.Slice(1, ConnectionId.OwnLength)), out Ngtcp2Connection? connection))
        {
            _next[_nextCount++] = connection;
        }
    }

    /// <summary>Touches what the connections of the announced packets will need; of one alone it would gain nothing.</summary>
    internal void Preload()
    {
        Span<Ngtcp2Connection?> next = _next.AsSpan(0, _nextCount);
        if (next.Length > 1)
        {
            long touched = 0;
            foreach (Ngtcp2Connection? connection in next)
            {
                touched += connection!.Touch();
            }

            foreach (Ngtcp2Connection? connection in next)
            {
                touched += connection!.TouchNative();
            }

            _touched = touched;
        }

        next.Clear();
        _nextCount = 0;
    }

    private void PreloadBatch(DatagramBatch batch, int from)
    {
        int end = Math.Min(from + PreloadCount, batch.Count);
        for (int i = from; i < end; i++)
        {
            _next[_nextCount++] = batch.Connection(i);
        }

        Preload();
    }

    private void PreloadUnwritten(int from)
    {
        int end = Math.Min(from + PreloadCount, _unwritten.Count);
        for (int i = from; i < end; i++)
        {
            _next[_nextCount++] = _unwritten[i];
        }

        Preload();
    }
}
