using System.Net;

namespace Mcu.Common.Transport.Ngtcp2;

// A client's side: a connected socket, an endpoint with its thread, and as many connections to the one server as are asked for.
internal sealed class Ngtcp2Clients : ITransportClients
{
    private readonly NativeAddress _remote;
    private readonly Endpoint _endpoint;
    private readonly EndpointThread _thread;

    internal Ngtcp2Clients(IPEndPoint server, TimeSpan gather = default)
    {
        Server = server;
        _remote = NativeAddress.From(server);
        UdpSocket socket = UdpSocket.Connect(server);
        try
        {
            _endpoint = new Endpoint(new EndpointGroup(listen: null), TlsCredentialsHandle.Create(null));
            _thread = new EndpointThread(_endpoint, socket, isConnected: true, "mcu endpoint", (long)gather.TotalNanoseconds);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public IPEndPoint Server { get; }

    public async Task<ITransportConnection> ConnectAsync(ConnectOptions options, CancellationToken cancellationToken) =>
        await ConnectOneAsync(options, cancellationToken).ConfigureAwait(false);

    public void SendQueued() => _endpoint.SendQueued();

    public ValueTask DisposeAsync() => _thread.DisposeAsync();

    internal async Task<Ngtcp2Connection> ConnectOneAsync(ConnectOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        if (!options.EndPoint.Equals(Server))
        {
            throw new ArgumentException($"All of these connections go to {Server}, not to {options.EndPoint}.", nameof(options));
        }

        NetworkPath path = new() { Local = _thread.Bound, Remote = _remote };
        TlsCredentialsHandle? credentials = options.Certificate is { } own ? TlsCredentialsHandle.Create(own) : null;
        Ngtcp2Connection connection = new(_endpoint) { Start = new ClientStart(path, options, credentials) };
        _endpoint.Request(connection);
        try
        {
            await Task.WhenAny(connection.Handshake, _thread.Stopped).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!connection.Handshake.IsCompleted)
            {
                // The thread ended before it saw this one, so that nobody but us will ever touch it.
                connection.Release();
            }

            await connection.Handshake.ConfigureAwait(false);
            return connection;
        }
        catch
        {
            connection.RequestClose(0, "");
            throw;
        }
    }
}
