using System.IO.Pipelines;
using System.Net;
using Mcu.Common.Transport;

namespace Mcu.Testing.Transport;

/// <summary>One end of a connection of <see cref="InMemoryTransport"/>.</summary>
public sealed class InMemoryConnection : ITransportConnection
{
    private readonly InMemoryTransport _network;
    private readonly TaskCompletionSource<ConnectionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Pipe _incoming;
    private InMemoryConnection _peer = null!;
    private InMemoryListener? _listener;
    private bool _isClient;
    private volatile DatagramHandler? _handler;
    private long _received;
    private long _sent;
    private long _silentSince = long.MaxValue;

    internal InMemoryConnection(InMemoryTransport network, IPEndPoint remoteEndPoint, CertificateFingerprint? peer)
    {
        _network = network;
        RemoteEndPoint = remoteEndPoint;
        PeerFingerprint = peer;
        _incoming = new Pipe(new PipeOptions(
            pauseWriterThreshold: network.ControlWindow,
            resumeWriterThreshold: network.ControlWindow / 2,
            useSynchronizationContext: false));
    }

    /// <inheritdoc/>
    public IPEndPoint RemoteEndPoint { get; }

    /// <inheritdoc/>
    public CertificateFingerprint? PeerFingerprint { get; }

    /// <inheritdoc/>
    public int MaxDatagramSize => _network.MaxDatagramSize;

    /// <inheritdoc/>
    public Task<ConnectionEnd> Ended => _ended.Task;

    /// <inheritdoc/>
    public async ValueTask<Stream> GetControlStreamAsync(CancellationToken cancellationToken)
    {
        if (_isClient)
        {
            var stream = new InMemoryStream(_incoming.Reader, _peer._incoming.Writer, Ended);
            _stream.TrySetResult(stream);
            _peer._stream.TrySetResult(new InMemoryStream(_peer._incoming.Reader, _incoming.Writer, _peer.Ended));
        }

        return await _stream.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void SetDatagramHandler(DatagramHandler handler) => _handler = handler;

    /// <inheritdoc/>
    public bool TrySendDatagram(ReadOnlySpan<byte> datagram)
    {
        if (datagram.IsEmpty || datagram.Length > MaxDatagramSize || _ended.Task.IsCompleted)
        {
            return false;
        }

        Interlocked.Increment(ref _sent);
        if (_network.LosesDatagram?.Invoke() != true && _peer._handler is { } handler)
        {
            Interlocked.Increment(ref _peer._received);
            handler(datagram, _network.Clock());
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryQueueDatagram(ReadOnlySpan<byte> datagram)
    {
        if (_listener is null)
        {
            return TrySendDatagram(datagram);
        }

        if (datagram.IsEmpty || datagram.Length > MaxDatagramSize || _ended.Task.IsCompleted)
        {
            return false;
        }

        _listener.Queue(this, datagram.ToArray());
        return true;
    }

    /// <inheritdoc/>
    public ConnectionStatistics GetStatistics() => new()
    {
        LastReceivedAt = Math.Min(Volatile.Read(ref _silentSince), _network.Clock()),
        DatagramsReceived = Volatile.Read(ref _received),
        DatagramsSent = Volatile.Read(ref _sent),
    };

    /// <inheritdoc/>
    public ValueTask CloseAsync(ulong code, string reason)
    {
        if (End(new ConnectionEnd(EndedBy.Us, code, reason)))
        {
            string clean = string.Concat(reason.Select(c => char.IsControl(c) ? ' ' : c));
            _peer.End(new ConnectionEnd(EndedBy.Peer, code, clean));
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Ends both sides as if neither had heard of the other for the idle timeout: the peer's process was
    /// killed.</summary>
    public void Vanish()
    {
        var end = new ConnectionEnd(EndedBy.IdleTimeout, 0, "");
        End(end);
        _peer.End(end);
    }

    /// <summary>From now on the statistics say that nothing comes from the peer, who else answers everything at once.</summary>
    public void FallSilent() => Volatile.Write(ref _silentSince, _network.Clock());

    /// <summary>The peer answers again.</summary>
    public void Answer() => Volatile.Write(ref _silentSince, long.MaxValue);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => CloseAsync(0, "");

    internal static void Join(InMemoryConnection client, InMemoryConnection server)
    {
        client._peer = server;
        server._peer = client;
        client._isClient = true;
    }

    internal void ComeFrom(InMemoryListener listener) => _listener = listener;

    private bool End(ConnectionEnd end)
    {
        if (!_ended.TrySetResult(end))
        {
            return false;
        }

        var exception = new TransportException(
            TransportError.ConnectionEnded, $"The connection ended ({end.By}, code {end.Code}): {end.Reason}")
        {
            End = end,
        };
        _stream.TrySetException(exception);
        _ = _stream.Task.Exception;
        // Whoever reads here, and whoever of the other side waits for room to write, is told.
        _incoming.Writer.Complete(exception);
        _incoming.Writer.CancelPendingFlush();
        return true;
    }
}
