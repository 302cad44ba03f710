namespace Mcu.Common.Transport.Ngtcp2;

/// <summary>QUIC by libngtcp2 and GnuTLS, for Linux.</summary>
public sealed class Ngtcp2Transport : ITransport
{
    private Ngtcp2Transport(string library) => Library = library;

    /// <inheritdoc/>
    public string Name => "ngtcp2";

    /// <inheritdoc/>
    public string Library { get; }

    /// <summary>Loads the libraries.</summary>
    /// <exception cref="TransportException">One is missing or too old; the message names the package to install.</exception>
    public static Ngtcp2Transport Load() => new(NativeLibraries.Describe());

    /// <inheritdoc/>
    public ITransportListener Listen(ListenOptions options) => new Ngtcp2Listener(options);

    /// <inheritdoc/>
    public async Task<ITransportConnection> ConnectAsync(ConnectOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        TlsCredentialsHandle credentials = TlsCredentialsHandle.Create(options.Certificate);
        UdpSocket socket = UdpSocket.Connect(options.EndPoint);
        Endpoint endpoint = new(listen: null, credentials);
        Ngtcp2Connection connection = new(endpoint);
        NativeAddress remote = NativeAddress.From(options.EndPoint);
        EndpointThread thread = new(
            endpoint, socket, isConnected: true, "mcu endpoint",
            (core, local, now) => core.Connect(connection, new NetworkPath { Local = local, Remote = remote }, options, now));
        ClientConnection client = new(connection, thread);
        try
        {
            await connection.Handshake.WaitAsync(cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
