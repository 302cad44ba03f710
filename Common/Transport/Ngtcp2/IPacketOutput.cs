namespace Mcu.Common.Transport.Ngtcp2;

// Where an endpoint puts the packets it writes: a batch for the socket, or a test's virtual link.
internal interface IPacketOutput
{
    /// <summary>Room for one packet, at least <see cref="Endpoint.PacketBuffer"/> bytes; the same until <see cref="Commit"/>.</summary>
    Span<byte> GetBuffer();

    /// <summary>Sends the first bytes of that room.</summary>
    void Commit(int length, in NetworkPath path);
}
