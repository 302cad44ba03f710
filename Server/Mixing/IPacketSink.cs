namespace Mcu.Server.Mixing;

// Where a listener's datagrams go. All that mixing knows of the network.
internal interface IPacketSink
{
    // Takes one datagram and returns at once; never blocks, allocates or throws. The span dies on return.
    // False where it was not taken.
    bool Send(ReadOnlySpan<byte> datagram);
}
