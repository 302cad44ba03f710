using System.Net;

namespace Mcu.Common.Transport;

/// <summary>
/// Many connections to one server by one socket and one thread, where a socket and a thread for each would cost more than what
/// they carry: for whoever plays a crowd. Disposing it closes every connection.
/// </summary>
/// <remarks>Thread: any, at the same time too. All datagram handlers of its connections are called on the one thread.</remarks>
public interface ITransportClients : IAsyncDisposable
{
    /// <summary>Where all of them go to.</summary>
    IPEndPoint Server { get; }

    /// <summary>Connects one more; see <see cref="ITransport.ConnectAsync"/>. Its disposal closes it alone.</summary>
    /// <param name="options">Their address must be <see cref="Server"/>.</param>
    /// <exception cref="ArgumentException">The options name another server.</exception>
    /// <exception cref="TransportException">Refused, not trusted, timed out, without datagrams, or all was closed meanwhile.</exception>
    Task<ITransportConnection> ConnectAsync(ConnectOptions options, CancellationToken cancellationToken);

    /// <summary>As <see cref="ITransportListener.SendQueued"/>.</summary>
    void SendQueued();
}
