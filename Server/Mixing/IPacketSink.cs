namespace Mcu.Server.Mixing;

// Where a listener's datagrams go. All that mixing knows of the network. Both take one datagram and return at once; they never
// block, allocate or throw, and the span dies on return. False where it was not taken. Thread: one sender at a time.
internal interface IPacketSink
{
    // On its way at once: for a packet that comes alone.
    bool Send(ReadOnlySpan<byte> datagram);

    // On its way with the batch that it is a part of: the mixing thread says when that is complete.
    bool Queue(ReadOnlySpan<byte> datagram);
}
