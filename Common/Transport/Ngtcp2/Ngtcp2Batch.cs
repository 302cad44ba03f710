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

    public BatchAddress AddressOf(ITransportConnection connection) =>
        new(connection, ((Ngtcp2Connection)connection).Endpoint.Index);

    public bool TryAdd(in BatchAddress to, int shared, ReadOnlySpan<byte> head)
    {
        ArgumentNullException.ThrowIfNull(to.Connection);
        ArgumentOutOfRangeException.ThrowIfNegative(shared);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shared, _shared);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(head.Length, TransportDefaults.MaxBatchHead);
        // Nothing of the connection is read here, not even its type: whether it takes datagrams, its endpoint asks, which has it at hand.
        _lanes[to.Lane].Add(to.Connection, shared, head);
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
