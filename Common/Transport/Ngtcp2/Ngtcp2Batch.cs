namespace Mcu.Common.Transport.Ngtcp2;

// One thread's batches: a lane to each endpoint, so that each gets what is for its connections and nothing else.
internal sealed class Ngtcp2Batch(Endpoint[] endpoints) : ITransportBatch
{
    private readonly BatchLane[] _lanes = [.. endpoints.Select(endpoint => endpoint.OpenLane())];
    private int _shared;

    public int Share(ReadOnlySpan<byte> datagram)
    {
        foreach (BatchLane lane in _lanes)
        {
            lane.Share(datagram);
        }

        return _shared++;
    }

    public bool TryAdd(ITransportConnection connection, int shared, ReadOnlySpan<byte> head)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shared);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shared, _shared);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(head.Length, TransportDefaults.MaxBatchHead);
        // Nothing else of it is read here: whether it takes datagrams, its endpoint asks, which has it at hand.
        Ngtcp2Connection known = (Ngtcp2Connection)connection;
        _lanes[known.Endpoint.Index].Add(known, shared, head);
        return true;
    }

    public void Send()
    {
        foreach (BatchLane lane in _lanes)
        {
            lane.Send();
        }

        _shared = 0;
    }
}
