namespace Mcu.Common.Transport;

/// <summary>Every default and limit of the transport, each with its reason.</summary>
public static class TransportDefaults
{
    /// <summary>The application protocol (RFC 7301): version 1 of ours.</summary>
    public const string ApplicationProtocol = "mcu/1";

    /// <summary>
    /// Bytes of the largest UDP payload, with path MTU discovery off. RFC 9000 §14 wants every path to carry 1200, and one
    /// Opus frame fits with room to spare.
    /// </summary>
    public const int MaxUdpPayload = 1200;

    /// <summary>Longer than a short outage, shorter than people wait. Between the 45 and 60 s that are usual.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(45);

    /// <summary>NAT bindings die at 30 s of silence.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long the peer may have to wait for an acknowledgement, as it is announced (RFC 9000 §18.2). Five frames together: a fifth
    /// of what a server with many listeners has to read, and even where 30 % are lost enough of them arrive within
    /// <see cref="DatagramPatience"/>. What is lost at the end of a control message is found out so much later.
    /// </summary>
    public static readonly TimeSpan AcknowledgementDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>By how much datagrams wait shorter than was announced: what a thread may be late.</summary>
    public static readonly TimeSpan AcknowledgementMargin = TimeSpan.FromMilliseconds(4);

    /// <summary>How long from the handshake on all is acknowledged at once, so that both ends know the round trip.</summary>
    public static readonly TimeSpan PromptTime = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The round trip that is assumed before one was measured. RFC 9002 §6.2.2 says 333 ms; a third of it repeats a lost first
    /// packet after 0.3 s instead of 1 s, and costs a path that really is longer a few packets sent twice.
    /// </summary>
    public static readonly TimeSpan InitialRoundTrip = TimeSpan.FromMilliseconds(100);

    /// <summary>Arbitrary: as long as people wait. Handshakes that lose 30 % of their packets in bursts take 2 s in nine of ten cases.</summary>
    public static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Handshakes under way before newcomers must prove their address; arbitrary, 0.2 s of one core's handshakes.</summary>
    public const int RetryThreshold = 64;

    /// <summary>
    /// Handshakes under way beyond which nobody is taken in. Arbitrary: a second and a half of one core's handshakes, so that a
    /// queue longer than this would only grow; a few dozen megabytes of memory.
    /// </summary>
    public const int MaxHalfOpen = 512;

    /// <summary>Threads of one port at most: the connection ids have a byte for them, and no machine of ours has use for more.</summary>
    public const int MaxThreads = 64;

    /// <summary>Arbitrary; a small machine's memory.</summary>
    public const int MaxConnections = 10_000;

    /// <summary>
    /// Bytes of the UDP socket's receive buffer: a second of a thousand people's packets, so that a pause of ours loses nothing. The
    /// kernel may grant less (Linux: <c>net.core.rmem_max</c>).
    /// </summary>
    public const int ReceiveBuffer = 4 * 1024 * 1024;

    /// <summary>Bytes of the UDP socket's send buffer: a room's batch many times over. The kernel may grant less.</summary>
    public const int SendBuffer = 4 * 1024 * 1024;

    /// <summary>Bytes of control stream that a client lets wait unread; a few frames of the largest size.</summary>
    public const int ControlWindow = 256 * 1024;

    /// <summary>
    /// Bytes of control stream that may wait to be sent or acknowledged; arbitrary, four rosters of a full room. Strangers who never
    /// read take up so much, and everything beyond it waits in queues that are their owner's.
    /// </summary>
    public const int SendWindow = 64 * 1024;

    /// <summary>
    /// Bytes of control stream that a server lets wait unread. Less, since strangers fill it, in pieces and with gaps if they like;
    /// arbitrary, a thousand requests, and a frame of the largest size takes one round trip more.
    /// </summary>
    public const int RequestWindow = 32 * 1024;

    /// <summary>Certificates that a peer may present, its own included. Arbitrary: public chains have two to four.</summary>
    public const int MaxCertificates = 10;

    /// <summary>Bytes of all certificates that a peer presents. Arbitrary: public chains have 3 to 6 KB.</summary>
    public const int MaxCertificateBytes = 64 * 1024;

    /// <summary>Bytes of a close reason that are sent.</summary>
    public const int MaxReasonBytes = 256;

    /// <summary>Bytes of the largest DATAGRAM frame we take; 65535 means any that fits a packet (RFC 9221 §3).</summary>
    public const int MaxDatagramFrame = 65535;

    /// <summary>
    /// Datagrams that wait per connection while the network takes none: more would be old speech. A word begins with three at once,
    /// since two from before it was loud come with the first loud one. A power of two.
    /// </summary>
    public const int DatagramQueue = 4;

    /// <summary>
    /// How long datagrams are sent as they come although nothing at all comes back, beside a round trip. What arrives after a
    /// longer pause is too late to be played, and the congestion window (12 KB at first) is not full by then.
    /// </summary>
    public static readonly TimeSpan DatagramPatience = TimeSpan.FromMilliseconds(800);

    /// <summary>
    /// After that one goes out so often, to find out whether the way is open again; the others are dropped. Arbitrary: thirty in
    /// 15 s still fit the window.
    /// </summary>
    public static readonly TimeSpan DatagramProbe = TimeSpan.FromMilliseconds(500);

    /// <summary>Bytes in which the datagrams of a batch may differ: our voice header has ten.</summary>
    public const int MaxBatchHead = 16;

    /// <summary>How old a waiting datagram may get before it is dropped: three frames.</summary>
    public static readonly TimeSpan DatagramMaxAge = TimeSpan.FromMilliseconds(60);
}
