using Mcu.Common.Transport;
using Mcu.Server.Mixing;

namespace Mcu.Server.Signaling;

// A listener's datagrams into its connection. A connection that has ended takes none, and that is all right.
internal sealed class ConnectionSink(ITransportConnection connection) : IPacketSink
{
    public bool Send(ReadOnlySpan<byte> datagram) => connection.TrySendDatagram(datagram);

    public bool Queue(ReadOnlySpan<byte> datagram) => connection.TryQueueDatagram(datagram);
}
