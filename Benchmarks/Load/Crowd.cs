using System.Collections.Concurrent;
using System.Net;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;

namespace Mcu.Benchmarks.Load;

// Everybody's connections, on a few sockets and threads. Disposing of it closes them all.
internal sealed class Crowd : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly CertificateFingerprint _fingerprint;
    private readonly ITransportClients[] _sockets;
    private readonly ControlDrain _drain = new();
    private LoadClient[] _clients = [];

    // Throws TransportException where libraries are missing, or there is no way to the server.
    public Crowd(IPEndPoint server, CertificateFingerprint fingerprint, int participants)
    {
        (_server, _fingerprint) = (server, fingerprint);
        _ = Ngtcp2Transport.Load();
        int sockets = Math.Clamp(
            (participants + LoadLimits.ClientsPerSocket - 1) / LoadLimits.ClientsPerSocket, 1, LoadLimits.MaxSockets);
        _sockets = [.. Enumerable.Range(0, sockets).Select(_ => Ngtcp2Transport.OpenClients(server, LoadLimits.Gather))];
    }

    // In the order of their seats, once all have joined.
    public IReadOnlyList<LoadClient> Clients => _clients;

    // Those whose connection has ended, with why.
    public IEnumerable<(Seat Seat, ConnectionEnd End)> Gone => _clients
        .Where(client => client.Connection.Ended.IsCompleted)
        .Select(client => (client.Seat, client.Connection.Ended.Result));

    // Makes the empty rooms, one after the other on one connection.
    public async Task VisitAsync(IReadOnlyList<string> rooms, Action visited, CancellationToken cancellationToken)
    {
        await using ITransportConnection visitor = await ConnectAsync(0, cancellationToken);
        await LoadClient.VisitAsync(rooms, visitor, visited, cancellationToken);
    }

    // Takes every seat, and waits until everybody has been told of everybody. Throws LoadException, TransportException.
    public async Task JoinAsync(IReadOnlyList<Seat> seats, Action joined, CancellationToken cancellationToken)
    {
        var clients = new ConcurrentBag<LoadClient>();
        var pace = new ParallelOptions { MaxDegreeOfParallelism = LoadLimits.JoinsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(seats, pace, async (seat, cancelled) =>
        {
            LoadClient client = await LoadClient.JoinAsync(seat, await ConnectAsync(seat.Index, cancelled), cancelled);
            _drain.Add(client.Control);
            clients.Add(client);
            joined();
        });
        _clients = [.. clients.OrderBy(client => client.Seat.Index)];
        await _drain.QuietAsync(LoadLimits.QuietTime, LoadLimits.QuietPatience, cancellationToken);
    }

    // Sends on its way what was left with the connections.
    public void SendQueued()
    {
        foreach (ITransportClients socket in _sockets)
        {
            socket.SendQueued();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ITransportClients socket in _sockets)
        {
            await socket.DisposeAsync();
        }

        await _drain.DisposeAsync();
    }

    private Task<ITransportConnection> ConnectAsync(int index, CancellationToken cancellationToken) =>
        _sockets[index % _sockets.Length].ConnectAsync(
            new ConnectOptions
            {
                EndPoint = _server,
                Check = Check,
                HandshakeTimeout = LoadLimits.HandshakeTimeout,
            },
            cancellationToken);

    private string? Check(PeerCertificates certificates)
    {
        var shown = CertificateFingerprint.Of(certificates.Leaf.Span);
        return shown.Equals(_fingerprint)
            ? null
            : $"The server's certificate is {shown}; {_fingerprint} was to be expected.";
    }
}
