using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Mcu.Common.Transport;

/// <summary>
/// The QUIC seam. Everything above it knows QUIC only as listener → connection → control stream and datagrams, so that one
/// backend can take another's place, and a test can take all of them.
/// </summary>
public interface ITransport
{
    /// <summary>The backend's name, as <c>--transport</c> takes it.</summary>
    string Name { get; }

    /// <summary>The native library behind it and its version, for the log: <c>ngtcp2 1.11.0, GnuTLS 3.7.9</c>.</summary>
    string Library { get; }

    /// <summary>Binds a port and starts to accept.</summary>
    /// <exception cref="TransportException">The address cannot be bound, or the certificate cannot be used.</exception>
    ITransportListener Listen(ListenOptions options);

    /// <summary>Connects, and completes when the handshake has and the server's certificate was accepted.</summary>
    /// <exception cref="TransportException">Refused, not trusted, timed out, or without datagrams.</exception>
    Task<ITransportConnection> ConnectAsync(ConnectOptions options, CancellationToken cancellationToken);
}

/// <summary>A bound port that takes connections in. Disposing it closes the port and every connection on it.</summary>
public interface ITransportListener : IAsyncDisposable
{
    /// <summary>What it is bound to, with the port that port 0 became.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>Waits for the next connection whose handshake has completed.</summary>
    /// <exception cref="TransportException">The listener was closed.</exception>
    ValueTask<ITransportConnection> AcceptAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Sends on their way all datagrams that were left by <see cref="ITransportConnection.TryQueueDatagram"/>. Thread: any; never
    /// blocks or allocates, and costs next to nothing where none was.
    /// </summary>
    void SendQueued();

    /// <summary>Makes what a thread sends batches with, to connections of this listener. Thread: any; once per sending thread.</summary>
    ITransportBatch OpenBatch();

    /// <summary>
    /// Whether all that had arrived by then has been handed to its connections, as far as <see cref="ListenOptions.NextPickup"/> lets it
    /// be left lying; where not, it is done now, and the caller asks again in a moment. Thread: any; never blocks or allocates.
    /// </summary>
    /// <param name="arrived">Nanoseconds of <see cref="MonotonicClock"/>; in the past.</param>
    bool TryTakeIn(long arrived) => true;

    /// <summary>Counts since the start.</summary>
    ListenerStatistics GetStatistics();
}

/// <summary>How to listen.</summary>
public sealed record ListenOptions
{
    /// <summary>Address and port; port 0 takes a free one. An IPv6 any-address takes IPv4 too.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>The server's certificate with its private key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>
    /// What is sent with the certificate so that peers can build the chain to an authority they know: each signs the one before,
    /// the root itself left out (RFC 8446 §4.4.2). Empty for a certificate that signs itself.
    /// </summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; init; } = [];

    /// <summary>The idle timeout of every connection. NAT bindings die at 30 s of silence, which keep-alive prevents.</summary>
    public TimeSpan IdleTimeout { get; init; } = TransportDefaults.IdleTimeout;

    /// <summary>Connections that may be in their handshake before newcomers must prove their address by a Retry.</summary>
    public int RetryThreshold { get; init; } = TransportDefaults.RetryThreshold;

    /// <summary>
    /// Connections that may be in their handshake at all. Newcomers beyond it get no answer, proven or not: they ask again in a
    /// moment by themselves. Those who have not proven their address never take up more than half of it.
    /// </summary>
    public int MaxHalfOpen { get; init; } = TransportDefaults.MaxHalfOpen;

    /// <summary>Connections that may exist at once; further ones are refused.</summary>
    public int MaxConnections { get; init; } = TransportDefaults.MaxConnections;

    /// <summary>
    /// Threads that serve the port, from 1 to <see cref="TransportDefaults.MaxThreads"/>: each connection belongs to one of them. What
    /// is limited here is limited over all of them together.
    /// </summary>
    public int Threads { get; init; } = 1;

    /// <summary>Bytes of each thread's receive buffer that are asked for; the kernel may grant less.</summary>
    public int ReceiveBuffer { get; init; } = TransportDefaults.ReceiveBuffer;

    /// <summary>
    /// Says when what has arrived is needed. Where few people talk, a thread that wakes for each of their packets spends more on waking than
    /// on the packets; it can let them lie in the socket instead, and take them in together just before somebody looks, each stamped
    /// with the time of its arrival. It is called on the listener's threads before they sleep, with the time in nanoseconds of
    /// <see cref="MonotonicClock"/>, must not block, and answers up to when what arrives may be left; what is not after now is not at all.
    /// Where much arrives, or somebody is in the handshake, nothing is left. Null, and a backend that has no use for it: nothing either.
    /// </summary>
    public Func<long, long>? NextPickup { get; init; }

    /// <summary>Who is asked before a newcomer may cost memory or time; null takes in whoever there is room for.</summary>
    public IConnectionGate? Gate { get; init; }
}

/// <summary>How to connect.</summary>
public sealed record ConnectOptions
{
    /// <summary>The server's address and port.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>The name sent as SNI, where the server was named and not numbered.</summary>
    public string? ServerName { get; init; }

    /// <summary>Decides on the server's certificate, before a byte of ours is sent to it.</summary>
    public required CertificateCheck Check { get; init; }

    /// <summary>The certificate (with its private key) by which the client shows who it is, or none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The idle timeout.</summary>
    public TimeSpan IdleTimeout { get; init; } = TransportDefaults.IdleTimeout;

    /// <summary>
    /// How long nothing may be sent before the server is asked for a sign of life: longer than zero. It keeps a NAT's binding,
    /// and tells how soon a server that fell silent is noticed by who has nothing to say. A third of either end's idle timeout
    /// takes its place where that is shorter.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TransportDefaults.KeepAlive;

    /// <summary>How long the handshake may take.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TransportDefaults.HandshakeTimeout;
}

/// <summary>Looks at a server's certificates during the handshake. Called on the endpoint's thread; must not block.</summary>
/// <returns>Null to accept them, or the sentence that says why not.</returns>
public delegate string? CertificateCheck(PeerCertificates certificates);
