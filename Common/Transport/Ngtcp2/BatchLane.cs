namespace Mcu.Common.Transport.Ngtcp2;

// The way of one thread's batches to one endpoint: a bounded queue of full ones, and one of empty ones back, so that the same few are
// used again and again. Neither locks nor allocates in steady state. Where the endpoint does not keep up, the sender goes on filling
// the batch that it has; what has waited there for too long to be played gives way, the oldest first.
internal sealed class BatchLane(Endpoint endpoint)
{
    /// <summary>Batches that there are at most; arbitrary. A power of two.</summary>
    private const int Capacity = 8;
    private const int Mask = Capacity - 1;
    private static readonly long s_maxAge = (long)TransportDefaults.DatagramMaxAge.TotalNanoseconds;

    private readonly DatagramBatch?[] _full = new DatagramBatch?[Capacity];
    private readonly DatagramBatch?[] _empty = new DatagramBatch?[Capacity];
    private DatagramBatch _filling = new();
    private int _made = 1;
    private int _firstShared;
    private long _fullHead; // moved by compare-and-swap: the sender, too, may take the oldest out
    private long _fullTail;
    private long _emptyHead;
    private long _emptyTail;

    /// <summary>Sender only.</summary>
    internal void Share(ReadOnlySpan<byte> datagram) => _filling.Share(datagram, endpoint.Clock());

    /// <summary>Sender only. <paramref name="shared"/> counts from the last <see cref="Send"/>.</summary>
    internal void Add(ITransportConnection connection, int shared, ReadOnlySpan<byte> head) =>
        _filling.Add(connection, _firstShared + shared, head);

    /// <summary>Sender only.</summary>
    internal void Send()
    {
        if (_filling.Count == 0)
        {
            _filling.Clear();
        }
        else if (TryTakeEmpty() is { } next)
        {
            _full[_fullTail & Mask] = _filling;
            Volatile.Write(ref _fullTail, _fullTail + 1);
            _filling = next;
            endpoint.WantFlush();
        }

        _firstShared = _filling.SharedCount;
    }

    /// <summary>Endpoint only. The oldest batch, which is the endpoint's until <see cref="Return"/>; null where there is none.</summary>
    internal DatagramBatch? TryTake()
    {
        while (true)
        {
            long head = Volatile.Read(ref _fullHead);
            if (head == Volatile.Read(ref _fullTail))
            {
                return null;
            }

            // The slot is not written again before the head has moved, and then it is not ours.
            DatagramBatch? batch = _full[head & Mask];
            if (Interlocked.CompareExchange(ref _fullHead, head + 1, head) == head)
            {
                return batch;
            }
        }
    }

    /// <summary>Endpoint only.</summary>
    internal void Return(DatagramBatch batch)
    {
        batch.Clear();
        _empty[_emptyTail & Mask] = batch;
        Volatile.Write(ref _emptyTail, _emptyTail + 1);
    }

    private DatagramBatch? TryTakeEmpty()
    {
        if (_emptyHead != Volatile.Read(ref _emptyTail))
        {
            return _empty[_emptyHead++ & Mask];
        }

        if (_made < Capacity)
        {
            _made++;
            return new DatagramBatch();
        }

        return TryTakeStale();
    }

    private DatagramBatch? TryTakeStale()
    {
        long head = Volatile.Read(ref _fullHead);
        if (head == _fullTail || _full[head & Mask] is not { } oldest || endpoint.Clock() - oldest.Stamp <= s_maxAge
            || Interlocked.CompareExchange(ref _fullHead, head + 1, head) != head)
        {
            return null;
        }

        for (int i = 0; i < oldest.Count; i++)
        {
            oldest.Connection(i).CountOvertaken();
        }

        oldest.Clear();
        return oldest;
    }
}
