using System.Runtime.CompilerServices;

namespace Mcu.Common.Transport.Ngtcp2;

// One tick's datagrams for one endpoint's connections: what many are sent, once, and for each connection the first bytes that are its
// own. It belongs to one thread at a time, see BatchLane, and allocates only where it has to hold more than ever before.
internal sealed class DatagramBatch
{
    private const int FirstEntries = 16;
    private const int FirstShared = 4;

    private Entry[] _entries = new Entry[FirstEntries];
    private Shared[] _shared = new Shared[FirstShared];
    private byte[] _bytes = new byte[FirstShared * 128];
    private int _used;

    /// <summary>Datagrams that were added.</summary>
    internal int Count { get; private set; }

    internal int SharedCount { get; private set; }

    /// <summary>When the oldest was added, in nanoseconds.</summary>
    internal long Stamp => _shared[0].Stamp;

    internal void Share(ReadOnlySpan<byte> datagram, long now)
    {
        if (SharedCount == _shared.Length)
        {
            Array.Resize(ref _shared, 2 * SharedCount);
        }

        if (_bytes.Length - _used < datagram.Length)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _used + datagram.Length));
        }

        datagram.CopyTo(_bytes.AsSpan(_used));
        _shared[SharedCount++] = new Shared(_used, datagram.Length, now);
        _used += datagram.Length;
    }

    internal void Add(ITransportConnection connection, int shared, ReadOnlySpan<byte> head)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * Count);
        }

        ref Entry entry = ref _entries[Count++];
        entry.Connection = connection;
        entry.Shared = shared;
        entry.HeadLength = head.Length;
        head.CopyTo(entry.Head);
    }

    /// <summary>Touches the connection, to make sure that it is one of ours.</summary>
    internal Ngtcp2Connection Connection(int index) => (Ngtcp2Connection)_entries[index].Connection!;

    /// <summary>Puts a datagram together. It stands until the next one is.</summary>
    internal ReadOnlySpan<byte> Datagram(int index, out long stamp)
    {
        ref Entry entry = ref _entries[index];
        Shared shared = _shared[entry.Shared];
        Span<byte> datagram = _bytes.AsSpan(shared.Start, shared.Length);
        ((ReadOnlySpan<byte>)entry.Head)[..entry.HeadLength].CopyTo(datagram);
        stamp = shared.Stamp;
        return datagram;
    }

    /// <summary>Empties it, and holds on to no connection.</summary>
    internal void Clear()
    {
        _entries.AsSpan(0, Count).Clear();
        Count = 0;
        SharedCount = 0;
        _used = 0;
    }

    private struct Entry
    {
        internal ITransportConnection? Connection;
        internal int Shared;
        internal int HeadLength;
        internal HeadBytes Head;
    }

    private readonly record struct Shared(int Start, int Length, long Stamp);

    [InlineArray(TransportDefaults.MaxBatchHead)]
    private struct HeadBytes
    {
        private byte _first;
    }
}
