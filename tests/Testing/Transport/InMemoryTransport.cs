using System.Collections.Concurrent;
using System.Net;
using Mcu.Common;
using Mcu.Common.Transport;

namespace Mcu.Testing.Transport;

/// <summary>
/// The transport seam without a network: connections are pairs of objects, the control stream a pair of pipes, and a datagram is
/// handed to the other end's handler before the sending call returns.
/// </summary>
/// <remarks>One instance is one network: a listener is found by those who connect through the same instance.</remarks>
public sealed class InMemoryTransport : ITransport
{
    // RFC 9000 §20.1.
    private const ulong ConnectionRefused = 0x02;

    private readonly ConcurrentDictionary<int, InMemoryListener> _listeners = new();
    private int _lastPort = 49151;
    private int _clients;

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public string Library => "none, in memory";

    /// <summary>The clock that stamps datagrams; a test with virtual time sets its own.</summary>
    public Func<long> Clock { get; init; } = () => MonotonicClock.Now;

    /// <summary>Asked for every datagram, in both directions: true loses it on the way. It still counts as sent.</summary>
    public Func<bool>? LosesDatagram { get; set; }

    /// <summary>The largest datagram of every connection.</summary>
    public int MaxDatagramSize { get; init; } = 1150;

    /// <summary>Bytes of control stream that may wait unread in each direction.</summary>
    public int ControlWindow { get; init; } = TransportDefaults.ControlWindow;

    /// <summary>Where those who connect come from, as the listener and its gate see it.</summary>
    public IPAddress ClientAddress { get; set; } = IPAddress.Loopback;

    /// <inheritdoc/>
    public ITransportListener Listen(ListenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        int port = options.EndPoint.Port == 0 ? Interlocked.Increment(ref _lastPort) : options.EndPoint.Port;
        var listener = new InMemoryListener(
            new IPEndPoint(options.EndPoint.Address, port), options, closed => _listeners.TryRemove(closed, out _));
        if (!_listeners.TryAdd(port, listener))
        {
            throw new TransportException(TransportError.AddressUnavailable, $"The address {options.EndPoint} is in use.");
        }

        return listener;
    }

    /// <inheritdoc/>
    public Task<ITransportConnection> ConnectAsync(ConnectOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_listeners.TryGetValue(options.EndPoint.Port, out InMemoryListener? listener))
        {
            throw new TransportException(TransportError.Unreachable, $"Nobody listens on {options.EndPoint}.");
        }

        IPAddress address = ClientAddress;
        if (listener.Admit(address, Clock()) is { } sentence)
        {
            throw new TransportException(
                TransportError.ConnectionEnded, $"The connection to {options.EndPoint} ended: {sentence.TrimEnd('.')}.")
            {
                End = new ConnectionEnd(EndedBy.Error, ConnectionRefused, sentence),
            };
        }

        byte[] certificate = listener.Options.Certificate.RawData;
        ReadOnlyMemory<byte>[] issuers = [.. listener.Options.Intermediates.Select(issuer => (ReadOnlyMemory<byte>)issuer.RawData)];
        if (options.Check(new PeerCertificates(certificate, issuers)) is { } refusal)
        {
            listener.Release(address);
            throw new TransportException(TransportError.NotTrusted, refusal);
        }

        CertificateFingerprint? own = options.Certificate is null ? null : CertificateFingerprint.Of(options.Certificate.RawData);
        var clientEndPoint = new IPEndPoint(address, 1 + (Interlocked.Increment(ref _clients) % IPEndPoint.MaxPort));
        var client = new InMemoryConnection(this, listener.LocalEndPoint, CertificateFingerprint.Of(certificate));
        var server = new InMemoryConnection(this, clientEndPoint, own);
        InMemoryConnection.Join(client, server);
        listener.Enqueue(server);
        return Task.FromResult<ITransportConnection>(client);
    }
}
