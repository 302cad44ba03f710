using System.Collections.Concurrent;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;

namespace Mcu.Server.Signaling;

// Takes connections in, runs a session for each, and ends them all when the server stops. Thread: any; StopAsync once.
internal sealed class SessionAcceptor : IAsyncDisposable
{
    private readonly ITransportListener _listener;
    private readonly SessionContext _context;
    private readonly ConcurrentDictionary<ControlSession, Task> _sessions = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private long _blocked;
    private long _lost;

    public SessionAcceptor(ITransportListener listener, SessionContext context)
    {
        _listener = listener;
        _context = context;
        _accepting = Task.Run(AcceptAsync);
    }

    // Completes when the server is stopped; a TransportException is a listener that has ended by itself.
    public Task Accepting => _accepting;

    // Sessions that have not ended.
    public int Count => _sessions.Count;

    // Datagrams for clients, of all sessions that there ever were: dropped before they were sent, and lost on the way. A session
    // that ends at this moment may be left out.
    public (long Blocked, long Lost) DatagramsNotArrived
    {
        get
        {
            (long blocked, long lost) = (Volatile.Read(ref _blocked), Volatile.Read(ref _lost));
            foreach ((ControlSession session, _) in _sessions)
            {
                ConnectionStatistics link = session.Link;
                blocked += link.DatagramsBlocked;
                lost += link.DatagramsLost;
            }

            return (blocked, lost);
        }
    }

    // Tells every client that the server stops, gives them a moment to go, and closes who is still there.
    public async Task StopAsync()
    {
        _context.IsStopping = true;
        await _stopping.CancelAsync();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        SignalingLog.Stopping(_context.Log, _sessions.Count);
        byte[] farewell = ControlCodec.EncodeFrame(new ServerShuttingDown("by its operator"));
        foreach (ControlSession session in _sessions.Keys)
        {
            session.Deliver(farewell);
        }

        if (!await AllEndAsync(SignalingLimits.FarewellTime))
        {
            SignalingLog.CutOff(_context.Log, _sessions.Count);
            foreach (ControlSession session in _sessions.Keys)
            {
                session.Close(CloseCode.ServerShuttingDown, "The server is being stopped.");
            }

            await AllEndAsync(SignalingLimits.CloseTime);
        }
    }

    // After StopAsync and the listener's end, which ends every connection: waits until the sessions have seen that and have given
    // their places back.
    public async ValueTask DisposeAsync()
    {
        await AllEndAsync(SignalingLimits.CloseTime);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Begin(await _listener.AcceptAsync(_stopping.Token));
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Begin(ITransportConnection connection)
    {
        SignalingLog.Connected(_context.Log, connection.RemoteEndPoint);
        var session = new ControlSession(connection, _context);
        // Listed before it runs, so that a session that ends at once is not listed for ever.
        var listed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _sessions[session] = ServeAsync(session, listed.Task);
        listed.SetResult();
    }

    private async Task ServeAsync(ControlSession session, Task listed)
    {
        await listed;
        try
        {
            await session.RunAsync();
        }
        finally
        {
            _sessions.TryRemove(session, out _);
            ConnectionStatistics link = session.Link;
            Interlocked.Add(ref _blocked, link.DatagramsBlocked);
            Interlocked.Add(ref _lost, link.DatagramsLost);
        }
    }

    private async Task<bool> AllEndAsync(TimeSpan within)
    {
        try
        {
            await Task.WhenAll(_sessions.Values).WaitAsync(within, _context.Time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
