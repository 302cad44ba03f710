using System.Net;

namespace Mcu.Common.Transport.MsQuic;

// Many connections to one server. msquic has its own threads for all of them; what remains is to close them together.
internal sealed class MsQuicClients(MsQuicTransport transport, IPEndPoint server) : ITransportClients
{
    private readonly Lock _lock = new();
    private readonly HashSet<MsQuicConnection> _connections = [];
    private bool _isClosed;

    public IPEndPoint Server => server;

    public async Task<ITransportConnection> ConnectAsync(ConnectOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.EndPoint.Equals(server))
        {
            throw new ArgumentException($"All of these connections go to {server}, not to {options.EndPoint}.", nameof(options));
        }

        MsQuicConnection connection = await transport.ConnectOneAsync(options, cancellationToken).ConfigureAwait(false);
        bool isTooLate;
        lock (_lock)
        {
            isTooLate = _isClosed || !_connections.Add(connection);
        }

        if (isTooLate)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new TransportException(TransportError.ConnectionEnded, "All connections were closed meanwhile.");
        }

        _ = connection.Gone.ContinueWith(
            _ => Forget(connection), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return connection;
    }

    /// <summary>Nothing to do: a queued datagram went to msquic at once.</summary>
    public void SendQueued()
    {
    }

    public async ValueTask DisposeAsync()
    {
        MsQuicConnection[] all;
        lock (_lock)
        {
            _isClosed = true;
            all = [.. _connections];
        }

        foreach (MsQuicConnection connection in all)
        {
            connection.RequestClose(0, "");
        }

        await Task.WhenAll(all.Select(connection => connection.Gone)).ConfigureAwait(false);
    }

    private void Forget(MsQuicConnection connection)
    {
        lock (_lock)
        {
            _connections.Remove(connection);
        }
    }
}
