using System.Net;
using Mcu.Common.Transport;

namespace Mcu.Client.Tests.Session;

// A connection that only sends datagrams, to wherever a test wants them.
internal abstract class TestConnection : ITransportConnection
{
    public IPEndPoint RemoteEndPoint { get; } = new(IPAddress.Loopback, 1);

    public CertificateFingerprint? PeerFingerprint => null;

    public int MaxDatagramSize => 1150;

    public Task<ConnectionEnd> Ended { get; } = new TaskCompletionSource<ConnectionEnd>().Task;

    public ConnectionStatistics Statistics { get; set; }

    public abstract bool TrySendDatagram(ReadOnlySpan<byte> datagram);

    public bool TryQueueDatagram(ReadOnlySpan<byte> datagram) => TrySendDatagram(datagram);

    public ConnectionStatistics GetStatistics() => Statistics;

    public ValueTask<Stream> GetControlStreamAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public void SetDatagramHandler(DatagramHandler handler) => throw new NotSupportedException();

    public ValueTask CloseAsync(ulong code, string reason) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
