using Mcu.Common.Transport;
using Mcu.Server.Mixing;

namespace Mcu.Server.Signaling;

// A listener's datagrams into its connection. A connection that has ended takes none, and that is all right.
internal sealed class ConnectionSink(ITransportConnection connection) : IPacketSink
{
    public ITransportConnection Connection { get; } = connection;

    public bool Send(ReadOnlySpan<byte> datagram) => Connection.TrySendDatagram(datagram);

    public bool Queue(ReadOnlySpan<byte> datagram) => Connection.TryQueueDatagram(datagram);
}
