using System.Net;
using System.Threading.Channels;

namespace Mcu.Common.Transport.Ngtcp2;

// A bound port: a socket, an endpoint with its thread, and the queue of connections that have completed their handshake.
internal sealed class Ngtcp2Listener : ITransportListener
{
    private readonly Channel<Ngtcp2Connection> _accepted =
        Channel.CreateUnbounded<Ngtcp2Connection>(new UnboundedChannelOptions { SingleWriter = true });

    private readonly Endpoint _endpoint;
    private readonly EndpointThread _thread;

    internal Ngtcp2Listener(ListenOptions options)
    {
        UdpSocket socket = UdpSocket.Bind(options.EndPoint, options.ReceiveBuffer);
        try
        {
            LocalEndPoint = socket.LocalEndPoint;
            TlsCredentialsHandle credentials = TlsCredentialsHandle.Create(options.Certificate, options.Intermediates);
            // Bounded by MaxConnections: every connection is in this queue at most once.
            _endpoint = new Endpoint(options, credentials) { Accepted = connection => _accepted.Writer.TryWrite(connection) };
            _thread = new EndpointThread(_endpoint, socket, isConnected: false, "mcu endpoint");
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        _ = CompleteWithThreadAsync();
    }

    public IPEndPoint LocalEndPoint { get; }

    public async ValueTask<ITransportConnection> AcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _accepted.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException exception)
        {
            string reason = exception.InnerException is { } defect
                ? $"The listener's thread ended by a defect: {defect.Message}"
                : "The listener was closed.";
            throw new TransportException(TransportError.ConnectionEnded, reason, exception);
        }
    }

    public void SendQueued() => _endpoint.SendQueued();

    public ListenerStatistics GetStatistics() => new()
    {
        PacketsReceived = Volatile.Read(ref _endpoint.Count.PacketsReceived),
        PacketsIgnored = Volatile.Read(ref _endpoint.Count.PacketsIgnored),
        Accepted = Volatile.Read(ref _endpoint.Count.Accepted),
        Refused = Volatile.Read(ref _endpoint.Count.Refused),
        Dropped = Volatile.Read(ref _endpoint.Count.Dropped),
        Retries = Volatile.Read(ref _endpoint.Count.Retries),
        StatelessResets = Volatile.Read(ref _endpoint.Count.StatelessResets),
    };

    public async ValueTask DisposeAsync()
    {
        _accepted.Writer.TryComplete();
        await _thread.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Nobody must wait for a connection that no thread will bring.</summary>
    private async Task CompleteWithThreadAsync()
    {
        try
        {
            await _thread.Stopped.ConfigureAwait(false);
            _accepted.Writer.TryComplete();
        }
        catch (Exception defect)
        {
            _accepted.Writer.TryComplete(defect);
        }
    }
}
