using System.Net.Quic;
using System.Runtime.InteropServices;
using Mcu.Common.Transport.MsQuic.Interop;

namespace Mcu.Common.Transport.MsQuic;

// The ways a connection ends (RFC 9000 §10), and what is done when it has.
//
// msquic forgets a close's reason when it begins to close, and takes one only on its own thread from then until the packet is made. So
// our close goes onto that thread first (CloseErrand). There it leaves a datagram behind and asks for the close: closing drops the
// datagram, which is reported at the one moment when the reason can be set.
internal sealed partial class MsQuicConnection
{
    private static readonly nint s_closeMark = MakeCloseMark();

    private readonly TaskCompletionSource<ConnectionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CloseWish? _closeWish;
    private NotedEnd? _notedEnd;
    private bool _isEnded;
    private int _finished;
    private TransportException? _failure;

    private sealed record CloseWish(ulong Code, string Reason, EndedBy By, TransportError Error);

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
        RequestClose(new CloseWish(code, reason, EndedBy.Us, TransportError.ConnectionEnded));

    /// <summary>Ends a connection whose peer takes no datagrams.</summary>
    internal void Refuse() => RequestClose(new CloseWish(
        LibMsQuic.QUIC_ERROR_TRANSPORT_PARAMETER, "datagrams (RFC 9221) are needed, and the peer takes none",
        EndedBy.Error, TransportError.Incompatible));

    /// <summary>It was never taken in: there is nothing native to wait for.</summary>
    internal void Abandon() => Finish(new ConnectionEnd(EndedBy.Error, 0, "it was refused"), TransportError.ConnectionEnded);

    /// <summary>From native code: the moment to close has come, since everything that was to be said before is on its way.</summary>
    internal unsafe void HandleErrandDone(nint handle)
    {
        CloseWish wish = _closeWish!;
        bool willHear = TakesDatagrams && _library.TrySend(handle, (QuicBuffer*)s_closeMark, CloseMark);
        _library.ShutDown(handle, wish.Code);
        if (!willHear)
        {
            FinishByWish(wish);
        }
    }

    private void RequestClose(CloseWish wish)
    {
        if (Interlocked.CompareExchange(ref _closeWish, wish, null) is not null || !TryEnter(out nint handle))
        {
            return;
        }

        if (!IsConnected || !CloseErrand.TryStart(_library, this, handle))
        {
            _library.ShutDown(handle, wish.Code);
            FinishByWish(wish);
        }

        Leave();
    }

    private void HandleCloseMark(nint handle)
    {
        if (_closeWish is { } wish)
        {
            if (wish.Reason.Length > 0 && _notedEnd is null)
            {
                _library.SetClosePhrase(handle, wish.Reason);
            }

            FinishByWish(wish);
        }
    }

    private void FinishByWish(CloseWish wish)
    {
        // Where the peer or an error was first, that is how it ended; the words for it come with msquic's last event.
        if (Volatile.Read(ref _notedEnd) is null)
        {
            Finish(new ConnectionEnd(wish.By, wish.Code, wish.Reason), wish.Error);
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
            CloseWish wish = _closeWish ?? new CloseWish(0, "", EndedBy.Us, TransportError.ConnectionEnded);
            Finish(new ConnectionEnd(wish.By, wish.Code, wish.Reason), wish.Error);
        }

        _listener?.HandleGone(this);
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

        _gone.TrySetResult();
    }

    // One byte that never goes out, with its descriptor; it lives as long as the process.
    private static unsafe nint MakeCloseMark()
    {
        QuicBuffer* mark = (QuicBuffer*)NativeMemory.AllocZeroed((nuint)(sizeof(QuicBuffer) + 1));
        mark->Length = 1;
        mark->Buffer = (byte*)(mark + 1);
        return (nint)mark;
    }
}
