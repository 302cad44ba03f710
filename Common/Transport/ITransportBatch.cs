namespace Mcu.Common.Transport;

/// <summary>
/// Datagrams for many connections that go together, and that differ in their first bytes only: what is alike is handed over once, and
/// no connection is touched before its endpoint sends. Thread: one at a time, the same as is the sender of those connections. Nothing
/// blocks, and nothing allocates once it has been as large before.
/// </summary>
public interface ITransportBatch
{
    /// <summary>Takes a copy of a datagram that many are to be sent.</summary>
    /// <returns>Its number, for <see cref="TryAdd"/>, until the next <see cref="Send"/>.</returns>
    int Share(ReadOnlySpan<byte> datagram);

    /// <summary>Asks once where a connection is to be found. Touches it, which <see cref="TryAdd"/> does not.</summary>
    /// <param name="connection">One of the listener's.</param>
    /// <exception cref="InvalidCastException">It is another backend's.</exception>
    BatchAddress AddressOf(ITransportConnection connection);

    /// <summary>
    /// Queues a shared datagram, as <see cref="ITransportConnection.TryQueueDatagram"/> would, with these first bytes in the place of
    /// its own. What waits for longer than <see cref="TransportDefaults.DatagramMaxAge"/> is dropped and counted as blocked.
    /// </summary>
    /// <param name="to">What <see cref="AddressOf"/> answered.</param>
    /// <param name="shared">What <see cref="Share"/> answered.</param>
    /// <param name="head">At most <see cref="TransportDefaults.MaxBatchHead"/> bytes, and no more than the datagram has.</param>
    /// <returns>False where it cannot be sent and that is known already.</returns>
    bool TryAdd(in BatchAddress to, int shared, ReadOnlySpan<byte> head);

    /// <summary>The batch is complete: sends it on its way, and begins the next one.</summary>
    void Send();
}
