using System.Net;

namespace Mcu.Common.Transport;

/// <summary>One QUIC connection, from either end.</summary>
/// <remarks>Disposing closes it, with code 0 where <see cref="CloseAsync"/> was not called before.</remarks>
public interface ITransportConnection : IAsyncDisposable
{
    /// <summary>The peer's present address; it changes when a NAT rebinds or the peer moves.</summary>
    IPEndPoint RemoteEndPoint { get; }

    /// <summary>The fingerprint of the certificate the peer presented and holds the key of; null for a client without one.</summary>
    CertificateFingerprint? PeerFingerprint { get; }

    /// <summary>Bytes of the largest datagram that fits.</summary>
    int MaxDatagramSize { get; }

    /// <summary>
    /// The control stream: the client opens it, the server waits for the client to. One per connection, so one call.
    /// Bytes that the peer does not read make writes wait, bytes that we do not read make the peer wait. The end of the
    /// stream reads as 0 bytes; a connection that ended otherwise throws <see cref="TransportException"/>.
    /// </summary>
    ValueTask<Stream> GetControlStreamAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Sets who receives datagrams. Called on the endpoint's thread, one at a time, with a span that dies on return: it must
    /// neither block nor throw, and not allocate in steady state. Datagrams that came before it was set are dropped.
    /// </summary>
    void SetDatagramHandler(DatagramHandler handler);

    /// <summary>
    /// Queues a datagram and returns at once; never blocks, never allocates. Thread: one sender at a time. A queue that
    /// cannot get rid of its packets drops the oldest and counts it as blocked.
    /// </summary>
    /// <returns>False where the datagram is empty or larger than <see cref="MaxDatagramSize"/>, or the connection is closed.</returns>
    bool TrySendDatagram(ReadOnlySpan<byte> datagram);

    /// <summary>
    /// As <see cref="TrySendDatagram"/>, for one of many that go together: wakes nobody, and goes out at the latest when
    /// <see cref="ITransportListener.SendQueued"/> (or <see cref="ITransportClients.SendQueued"/>) says that the batch is complete. A
    /// connection that has nobody to say so sends it at once.
    /// </summary>
    bool TryQueueDatagram(ReadOnlySpan<byte> datagram);

    /// <summary>Counts and estimates of this moment.</summary>
    ConnectionStatistics GetStatistics();

    /// <summary>Completes, never faulted, when the connection has ended for whatever reason.</summary>
    Task<ConnectionEnd> Ended { get; }

    /// <summary>Closes with an application code and a reason (at most 256 bytes of UTF-8 are sent) that the peer is shown.</summary>
    ValueTask CloseAsync(ulong code, string reason);
}

/// <summary>Takes one received datagram. <paramref name="now"/> is the time of arrival in nanoseconds of <see cref="MonotonicClock"/>.</summary>
public delegate void DatagramHandler(ReadOnlySpan<byte> datagram, long now);

/// <summary>Who ended a connection.</summary>
public enum EndedBy
{
    /// <summary>This side closed it.</summary>
    Us,

    /// <summary>The peer's application closed it; code and reason are the peer's.</summary>
    Peer,

    /// <summary>A transport or TLS error, found by either side.</summary>
    Error,

    /// <summary>Nothing was heard from the peer for the idle timeout.</summary>
    IdleTimeout,

    /// <summary>The peer has forgotten the connection (a stateless reset, RFC 9000 §10.3): it was restarted.</summary>
    StatelessReset,
}

/// <summary>Why a connection ended.</summary>
/// <param name="By">Who ended it.</param>
/// <param name="Code">The application's close code for <see cref="EndedBy.Us"/> and <see cref="EndedBy.Peer"/>, otherwise the transport's.</param>
/// <param name="Reason">A sentence or phrase for people; may be empty. Where it came from the peer it has no control characters.</param>
public sealed record ConnectionEnd(EndedBy By, ulong Code, string Reason);

/// <summary>What one connection has seen.</summary>
public readonly record struct ConnectionStatistics
{
    /// <summary>Smoothed round-trip time.</summary>
    public TimeSpan RoundTripTime { get; init; }

    /// <summary>
    /// When the last packet of this connection came, in nanoseconds of <see cref="MonotonicClock"/>; 0 before the first. It was
    /// addressed to an id that only the peer and those on the way between us know; whether it could be read is not asked.
    /// </summary>
    public long LastReceivedAt { get; init; }

    /// <summary>QUIC packets sent.</summary>
    public long PacketsSent { get; init; }

    /// <summary>Datagrams of ours declared lost on the way.</summary>
    public long DatagramsLost { get; init; }

    /// <summary>Datagrams received.</summary>
    public long DatagramsReceived { get; init; }

    /// <summary>Datagrams handed to the network.</summary>
    public long DatagramsSent { get; init; }

    /// <summary>
    /// Datagrams dropped before sending: congestion, pacing, a queue that overflowed, or a peer that does not answer. Expect 0.
    /// </summary>
    public long DatagramsBlocked { get; init; }
}

/// <summary>What one listener has seen.</summary>
public readonly record struct ListenerStatistics
{
    /// <summary>UDP datagrams received.</summary>
    public long PacketsReceived { get; init; }

    /// <summary>UDP datagrams dropped because they were not QUIC, or of nobody known.</summary>
    public long PacketsIgnored { get; init; }

    /// <summary>Connections accepted.</summary>
    public long Accepted { get; init; }

    /// <summary>Connections refused, by the gate or because there are too many, or ended before their handshake completed.</summary>
    public long Refused { get; init; }

    /// <summary>
    /// Newcomers left without an answer: too many handshakes were under way, or too many were refused in the same second. One
    /// that asks again is counted again.
    /// </summary>
    public long Dropped { get; init; }

    /// <summary>Retry packets sent.</summary>
    public long Retries { get; init; }

    /// <summary>Stateless resets sent.</summary>
    public long StatelessResets { get; init; }

    /// <summary>Packets that came to a thread that does not serve their connection, and went on to the one that does.</summary>
    public long HandedOver { get; init; }

    /// <summary>Of those, the ones that had to be dropped because that thread was too busy.</summary>
    public long HandoversDropped { get; init; }
}
