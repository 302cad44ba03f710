using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Mcu.Server.Mixing;

namespace Mcu.Server.Signaling;

// A mixing thread's datagrams into the batch that goes to the endpoints.
internal sealed class BatchOutlet(ITransportBatch batch) : IPacketOutlet
{
    public int Share(ReadOnlySpan<byte> datagram) => batch.Share(datagram);

    public bool Queue(IPacketSink sink, int shared, ReadOnlySpan<byte> datagram) =>
        sink is ConnectionSink known
            ? batch.TryAdd(batch.AddressOf(known.Connection), shared, datagram[..VoiceHeader.Size])
            : sink.Queue(datagram);

    public void Send() => batch.Send();
}
