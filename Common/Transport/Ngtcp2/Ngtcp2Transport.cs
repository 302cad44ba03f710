using System.Net;

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
        Ngtcp2Clients own = new(options.EndPoint);
        try
        {
            return new ClientConnection(await own.ConnectOneAsync(options, cancellationToken).ConfigureAwait(false), own);
        }
        catch
        {
            await own.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens a socket with a thread for as many connections to one server as are asked for.</summary>
    /// <param name="server">Where all of them go to.</param>
    /// <param name="gather">
    /// How long packets are left to gather once one has come, so that a crowd's thread is not woken for each of them; zero takes
    /// them in at once. What is to be sent does not wait.
    /// </param>
    /// <exception cref="TransportException">There is no way to that address.</exception>
    public static ITransportClients OpenClients(IPEndPoint server, TimeSpan gather = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentOutOfRangeException.ThrowIfLessThan(gather, TimeSpan.Zero);
        return new Ngtcp2Clients(server, gather);
    }
}
