using System.Net;

namespace Mcu.Common.Transport.Ngtcp2;

// A client's connection with an endpoint and a thread of its own, which end with it.
internal sealed class ClientConnection(Ngtcp2Connection inner, Ngtcp2Clients own) : ITransportConnection
{
    public IPEndPoint RemoteEndPoint => inner.RemoteEndPoint;

    public CertificateFingerprint? PeerFingerprint => inner.PeerFingerprint;

    public int MaxDatagramSize => inner.MaxDatagramSize;

    public Task<ConnectionEnd> Ended => inner.Ended;

    public ValueTask<Stream> GetControlStreamAsync(CancellationToken cancellationToken) =>
        inner.GetControlStreamAsync(cancellationToken);

    public void SetDatagramHandler(DatagramHandler handler) => inner.SetDatagramHandler(handler);

    public bool TrySendDatagram(ReadOnlySpan<byte> datagram) => inner.TrySendDatagram(datagram);

    public bool TryQueueDatagram(ReadOnlySpan<byte> datagram) => inner.TrySendDatagram(datagram);

    public ConnectionStatistics GetStatistics() => inner.GetStatistics();

    public ValueTask CloseAsync(ulong code, string reason) => inner.CloseAsync(code, reason);

    public async ValueTask DisposeAsync()
    {
        inner.RequestClose(0, "");
        await own.DisposeAsync().ConfigureAwait(false);
    }
}
