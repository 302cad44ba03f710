using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Mcu.Common.Transport;

namespace Mcu.Testing.Transport;

/// <summary>A listener of <see cref="InMemoryTransport"/>. Disposing it ends every connection it took in, as a closed port
/// would.</summary>
public sealed class InMemoryListener : ITransportListener
{
    private readonly Channel<InMemoryConnection> _waiting = Channel.CreateUnbounded<InMemoryConnection>();
    private readonly ConcurrentBag<InMemoryConnection> _all = [];
    private readonly ConcurrentBag<Task> _releases = [];
    private readonly Action<int> _closed;
    private readonly ConcurrentQueue<(InMemoryConnection From, byte[] Datagram)> _queued = new();
    private readonly Lock _gate = new();
    private readonly Lock _sending = new();

    internal InMemoryListener(IPEndPoint localEndPoint, ListenOptions options, Action<int> closed)
    {
        LocalEndPoint = localEndPoint;
        Options = options;
        _closed = closed;
    }

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint { get; }

    internal ListenOptions Options { get; }

    /// <inheritdoc/>
    public async ValueTask<ITransportConnection> AcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _waiting.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new TransportException(TransportError.ConnectionEnded, "The listener was closed.");
        }
    }

    /// <inheritdoc/>
    public void SendQueued()
    {
        lock (_sending)
        {
            while (_queued.TryDequeue(out (InMemoryConnection From, byte[] Datagram) next))
            {
                next.From.TrySendDatagram(next.Datagram);
            }
        }
    }

    /// <inheritdoc/>
    public ITransportBatch OpenBatch() => new PlainBatch(this);

    /// <inheritdoc/>
    public ListenerStatistics GetStatistics() => new() { Accepted = _all.Count };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_waiting.Writer.TryComplete())
        {
            _closed(LocalEndPoint.Port);
            foreach (InMemoryConnection connection in _all)
            {
                await connection.DisposeAsync();
            }

            await Task.WhenAll(_releases);
        }
    }

    /// <summary>As the gate wants it: one call at a time.</summary>
    internal string? Admit(IPAddress address, long now)
    {
        lock (_gate)
        {
            return Options.Gate?.Admit(address, now);
        }
    }

    internal void Release(IPAddress address)
    {
        lock (_gate)
        {
            Options.Gate?.Release(address);
        }
    }

    internal void Queue(InMemoryConnection from, byte[] datagram) => _queued.Enqueue((from, datagram));

    internal void Enqueue(InMemoryConnection connection)
    {
        connection.ComeFrom(this);
        _all.Add(connection);
        _releases.Add(ReleaseAtEndAsync(connection));
        if (!_waiting.Writer.TryWrite(connection))
        {
            _ = connection.DisposeAsync().AsTask();
            throw new TransportException(TransportError.Unreachable, $"Nobody listens on {LocalEndPoint}.");
        }
    }

    private async Task ReleaseAtEndAsync(InMemoryConnection connection)
    {
        await connection.Ended;
        Release(connection.RemoteEndPoint.Address);
    }
}
