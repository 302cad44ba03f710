namespace Mcu.Common.Transport.Ngtcp2;

// Batches of datagrams from other threads: each datagram goes out as it is taken from its batch, while all of its connection that is
// needed for that is at hand. Only where it cannot, it waits in the connection.
internal sealed partial class Endpoint
{
    private BatchLane[] _lanes = [];

    /// <summary>Any thread, once for each that sends batches.</summary>
    internal BatchLane OpenLane()
    {
        BatchLane lane = new(this);
        while (true)
        {
            BatchLane[] lanes = Volatile.Read(ref _lanes);
            if (Interlocked.CompareExchange(ref _lanes, [.. lanes, lane], lanes) == lanes)
            {
                return lane;
            }
        }
    }

    private void SendBatches(long now, IPacketOutput output)
    {
        foreach (BatchLane lane in Volatile.Read(ref _lanes))
        {
            // Whoever sends faster than this goes out asks for another flush with every batch, and what comes in gets its turn.
            for (int i = 0; i < BatchesPerFlush && lane.TryTake() is { } batch; i++)
            {
                SendBatch(batch, now, output);
                lane.Return(batch);
            }
        }
    }

    private void SendBatch(DatagramBatch batch, long now, IPacketOutput output)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            if (i % PreloadCount == 0)
            {
                PreloadBatch(batch, i);
            }

            Ngtcp2Connection connection = batch.Connection(i);
            ReadOnlySpan<byte> datagram = batch.Datagram(i, out long stamp);
            if (connection.IsReleased)
            {
                connection.CountOvertaken();
            }
            else if (connection.TryWriteNow(datagram, stamp, now, output))
            {
                connection.IsUnwritten = false;
                Settle(connection);
            }
            else
            {
                WriteLater(connection);
            }
        }
    }
}
