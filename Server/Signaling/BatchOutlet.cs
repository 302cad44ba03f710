using System.Runtime.CompilerServices;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Mcu.Server.Mixing;

namespace Mcu.Server.Signaling;

// A mixing thread's datagrams into the batch that goes to the endpoints.
internal sealed class BatchOutlet(ITransportBatch batch) : IPacketOutlet
{
    public int Share(ReadOnlySpan<byte> datagram) => batch.Share(datagram);

    public Addressee Find(IPacketSink sink)
    {
        if (sink is not ConnectionSink known)
        {
            return default;
        }

        BatchAddress address = batch.AddressOf(known.Connection);
        return new Addressee(address.Connection, address.Lane);
    }

    // What Find has put there is a connection: to ask the object itself would be to fetch it from memory.
    public bool Queue(in Addressee to, int shared, ReadOnlySpan<byte> datagram) =>
        batch.TryAdd(
            new BatchAddress(Unsafe.As<ITransportConnection>(to.Target!), to.Lane), shared, datagram[..VoiceHeader.Size]);

    public void Send() => batch.Send();
}
