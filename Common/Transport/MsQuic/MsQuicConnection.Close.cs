using System.Net.Quic;
using Mcu.Common.Transport.MsQuic.Interop;

namespace Mcu.Common.Transport.MsQuic;

// The ways a connection ends (RFC 9000 §10), and what is done when it has.
internal sealed partial class MsQuicConnection
{
    private readonly TaskCompletionSource<ConnectionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _shutDown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CloseWish? _closeWish;
    private NotedEnd? _notedEnd;
    private bool _isEnded;
    private int _finished;
    private TransportException? _failure;

    // What somebody wants the connection closed with; the first wish counts. The code on the wire is the application's, whoever it was.
    private sealed record CloseWish(ulong WireCode, ConnectionEnd End, TransportError Error);

    private sealed record NotedEnd(ConnectionEnd End, TransportError Error, int Status = 0);

    /// <inheritdoc/>
    public Task<ConnectionEnd> Ended => _ended.Task;

    /// <summary>Completes when nothing native of it is left.</summary>
    internal Task Gone => _gone.Task;

    /// <summary>Whether it is ending; <see cref="Ended"/> may follow a moment later, when the peer's words are known.</summary>
    internal bool IsEnded => Volatile.Read(ref _isEnded);

    /// <summary>Once <see cref="Ended"/> has completed, and it was not before it could be used.</summary>
    internal TransportException? Failure => Volatile.Read(ref _failure);

    /// <inheritdoc/>
    public async ValueTask CloseAsync(ulong code, string reason)
    {
        RequestClose(code, reason);
        await Ended.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => CloseAsync(0, "");

    internal void RequestClose(ulong code, string reason) =>
        RequestClose(new CloseWish(code, new ConnectionEnd(EndedBy.Us, code, reason), TransportError.ConnectionEnded));

    /// <summary>Ends a connection whose peer takes no datagrams.</summary>
    internal void Refuse()
    {
        const string Sentence = "datagrams (RFC 9221) are needed, and the peer takes none";
        ConnectionEnd end = new(EndedBy.Error, LibMsQuic.QUIC_ERROR_TRANSPORT_PARAMETER, Sentence);
        RequestClose(new CloseWish(0, end, TransportError.Incompatible));
    }

    /// <summary>It was never taken in: there is nothing native to wait for.</summary>
    internal void Abandon()
    {
        _shutDown.TrySetResult();
        Finish(new ConnectionEnd(EndedBy.Error, 0, "it was refused"), TransportError.ConnectionEnded);
    }

    /// <summary>From native code: what was to be said before is on its way.</summary>
    /// <param name="willHear">Whether <see cref="HandleClosing"/> follows.</param>
    internal void HandleReadyToClose(nint handle, bool willHear)
    {
        CloseWish wish = _closeWish!;
        _library.ShutDown(handle, wish.WireCode);
        if (!willHear)
        {
            FinishByWish(wish);
        }
    }

    /// <summary>From native code: the close has begun, ours or another.</summary>
    internal void HandleClosing(nint handle)
    {
        CloseWish wish = _closeWish!;
        if (wish.End.Reason.Length > 0 && _notedEnd is null)
        {
            _library.SetClosePhrase(handle, wish.End.Reason);
        }

        FinishByWish(wish);
    }

    private void RequestClose(CloseWish wish)
    {
        if (Interlocked.CompareExchange(ref _closeWish, wish, null) is not null || !TryEnter(out nint handle))
        {
            return;
        }

        if (!IsConnected || !CloseErrand.TryStart(_library, this, handle))
        {
            _library.ShutDown(handle, wish.WireCode);
            FinishByWish(wish);
        }

        Leave();
    }

    private void FinishByWish(CloseWish wish)
    {
        // Where the peer or an error was first, that is how it ended; the words for it come with msquic's last event.
        if (Volatile.Read(ref _notedEnd) is null)
        {
            Finish(wish.End, wish.Error);
        }
    }

    private void NoteTransportEnd(int status, ulong code)
    {
        (ConnectionEnd end, TransportError error) = ConnectionEnds.ByTransport(status, code, "");
        NoteEnd(end, error, status);
    }

    private void NotePeerEnd(ulong code) => NoteEnd(new ConnectionEnd(EndedBy.Peer, code, ""), TransportError.ConnectionEnded);

    private void NoteEnd(ConnectionEnd end, TransportError error, int status = 0)
    {
        Interlocked.CompareExchange(ref _notedEnd, new NotedEnd(end, error, status), null);
        Volatile.Write(ref _isEnded, true);
    }

    private void HandleShutdownComplete(nint handle)
    {
        _listener?.HandleGone(this);
        _shutDown.TrySetResult();
        if (_notedEnd is { } noted)
        {
            string phrase = _library.ClosePhrase(handle);
            (ConnectionEnd end, TransportError error) = noted.End.By == EndedBy.Error && phrase.Length > 0
                ? ConnectionEnds.ByTransport(noted.Status, noted.End.Code, phrase)
                : (noted.End with { Reason = noted.End.By == EndedBy.Peer ? phrase : noted.End.Reason }, noted.Error);
            Finish(end, error);
        }
        else
        {
            CloseWish? wish = _closeWish;
            Finish(wish?.End ?? new ConnectionEnd(EndedBy.Us, 0, ""), wish?.Error ?? TransportError.ConnectionEnded);
        }
    }

    /// <summary>Tells everyone who waits for this connection that it is over. The first end counts.</summary>
    private void Finish(ConnectionEnd end, TransportError error)
    {
        if (Interlocked.Exchange(ref _finished, 1) != 0)
        {
            return;
        }

        Volatile.Write(ref _isEnded, true);
        Volatile.Write(ref _failure, ConnectionEnds.Failure(RemoteEndPoint, end, error));
        _ended.TrySetResult(end);
        _ = Task.Run(ReleaseAsync);
    }

    /// <summary>Gives back what System.Net.Quic holds: the stream first, which keeps the connection's native handle open.</summary>
    private async Task ReleaseAsync()
    {
        try
        {
            if (_control is { } control)
            {
                await control.ReleaseAsync().ConfigureAwait(false);
            }

            if (Volatile.Read(ref _quic) is { } quic)
            {
                await quic.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception defect) when (defect is QuicException or ObjectDisposedException)
        {
            // It was disposed of from elsewhere at the same time.
        }

        // Who else disposed of it may still be waiting for this.
        await _shutDown.Task.ConfigureAwait(false);
        _gone.TrySetResult();
    }
}
