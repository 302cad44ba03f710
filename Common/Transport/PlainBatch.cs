namespace Mcu.Common.Transport;

/// <summary>A batch for backends that have nothing better: every datagram is put together and queued by itself.</summary>
/// <param name="listener">Whose connections they are.</param>
public sealed class PlainBatch(ITransportListener listener) : ITransportBatch
{
    private readonly List<byte[]> _shared = [];
    private readonly List<int> _lengths = [];

    /// <inheritdoc/>
    public int Share(ReadOnlySpan<byte> datagram)
    {
        int number = _lengths.Count;
        if (_shared.Count == number)
        {
            _shared.Add(new byte[TransportDefaults.MaxUdpPayload]);
        }

        datagram.CopyTo(_shared[number]);
        _lengths.Add(datagram.Length);
        return number;
    }

    /// <inheritdoc/>
    public BatchAddress AddressOf(ITransportConnection connection) => new(connection, 0);

    /// <inheritdoc/>
    public bool TryAdd(in BatchAddress to, int shared, ReadOnlySpan<byte> head)
    {
        Span<byte> datagram = _shared[shared].AsSpan(0, _lengths[shared]);
        head.CopyTo(datagram);
        return to.Connection.TryQueueDatagram(datagram);
    }

    /// <inheritdoc/>
    public void Send()
    {
        _lengths.Clear();
        listener.SendQueued();
    }
}
