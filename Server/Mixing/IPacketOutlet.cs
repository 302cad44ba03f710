namespace Mcu.Server.Mixing;

// One mixing thread's way out for what many listeners are sent alike but for their numbers. As IPacketSink, it never blocks or throws,
// and allocates only where it has to hold more than ever before. Thread: that one.
internal interface IPacketOutlet
{
    // Takes a copy of a datagram that many are to be sent; answers with its number until the next Send.
    int Share(ReadOnlySpan<byte> datagram);

    // Where it finds a listener, for Queue; unknown where that one's sink is to be called instead.
    Addressee Find(IPacketSink sink);

    // Queues it for one listener, as its sink's Queue would. `datagram` is the one that was shared, with this listener's numbers in its
    // header. False where it was not taken.
    bool Queue(in Addressee to, int shared, ReadOnlySpan<byte> datagram);

    // The tick is over.
    void Send();
}
