using System.Net;
using System.Threading.Channels;

namespace Mcu.Common.Transport.Ngtcp2;

// A bound port: for each of its threads a socket and an endpoint, and the queue of connections that have completed their handshake.
internal sealed class Ngtcp2Listener : ITransportListener
{
    private readonly Channel<Ngtcp2Connection> _accepted = Channel.CreateUnbounded<Ngtcp2Connection>();
    private readonly Endpoint[] _endpoints;
    private readonly EndpointThread[] _threads;

    internal Ngtcp2Listener(ListenOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threads, TransportDefaults.MaxThreads);
        UdpSocket[] sockets = UdpSocket.BindAll(
            options.EndPoint, options.ReceiveBuffer, options.Threads, stamped: options.NextPickup is not null);
        var endpoints = new List<Endpoint>();
        var threads = new List<EndpointThread>();
        try
        {
            LocalEndPoint = sockets[0].LocalEndPoint;
            EndpointGroup group = new(options, options.Threads);
            foreach (UdpSocket _ in sockets)
            {
                TlsCredentialsHandle credentials = TlsCredentialsHandle.Create(options.Certificate, options.Intermediates);
                // Bounded by MaxConnections: every connection is in this queue at most once.
                endpoints.Add(new Endpoint(group, credentials) { Accepted = connection => _accepted.Writer.TryWrite(connection) });
            }

            // Only now: every one of them may hand packets over to every other.
            for (int i = 0; i < sockets.Length; i++)
            {
                threads.Add(new EndpointThread(
                    endpoints[i], sockets[i], isConnected: false, $"mcu endpoint {i}", nextPickup: options.NextPickup));
            }
        }
        catch
        {
            threads.ForEach(thread => _ = thread.DisposeAsync().AsTask());
            endpoints.Skip(threads.Count).ToList().ForEach(endpoint => endpoint.Dispose());
            Array.ForEach(sockets, socket => socket.Dispose());
            throw;
        }

        _endpoints = [.. endpoints];
        _threads = [.. threads];
        _ = CompleteWithThreadsAsync();
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

    public void SendQueued()
    {
        foreach (Endpoint endpoint in _endpoints)
        {
            endpoint.SendQueued();
        }
    }

    public ITransportBatch OpenBatch() => new Ngtcp2Batch(_endpoints);

    public bool TryTakeIn(long arrived)
    {
        bool all = true;
        foreach (EndpointThread thread in _threads)
        {
            all &= thread.TryTakeIn(arrived);
        }

        return all;
    }

    public ListenerStatistics GetStatistics()
    {
        ListenerStatistics sum = default;
        foreach (Endpoint endpoint in _endpoints)
        {
            sum = new ListenerStatistics
            {
                PacketsReceived = sum.PacketsReceived + Volatile.Read(ref endpoint.Count.PacketsReceived),
                PacketsIgnored = sum.PacketsIgnored + Volatile.Read(ref endpoint.Count.PacketsIgnored),
                Accepted = sum.Accepted + Volatile.Read(ref endpoint.Count.Accepted),
                Refused = sum.Refused + Volatile.Read(ref endpoint.Count.Refused),
                Dropped = sum.Dropped + Volatile.Read(ref endpoint.Count.Dropped),
                Retries = sum.Retries + Volatile.Read(ref endpoint.Count.Retries),
                StatelessResets = sum.StatelessResets + Volatile.Read(ref endpoint.Count.StatelessResets),
                HandedOver = sum.HandedOver + Volatile.Read(ref endpoint.Count.HandedOver),
                HandoversDropped = sum.HandoversDropped + endpoint.HandoversDropped,
            };
        }

        return sum;
    }

    public async ValueTask DisposeAsync()
    {
        _accepted.Writer.TryComplete();
        await Task.WhenAll(_threads.Select(thread => thread.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    /// <summary>Nobody must wait for a connection that no thread will bring, and a port that has lost a thread must not look alive.</summary>
    private async Task CompleteWithThreadsAsync()
    {
        try
        {
            await await Task.WhenAny(_threads.Select(thread => thread.Stopped)).ConfigureAwait(false);
            _accepted.Writer.TryComplete();
        }
        catch (Exception defect)
        {
            _accepted.Writer.TryComplete(defect);
        }
    }
}
