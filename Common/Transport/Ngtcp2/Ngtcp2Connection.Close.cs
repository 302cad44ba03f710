using static Mcu.Common.Transport.Ngtcp2.Interop.LibNgtcp2;

namespace Mcu.Common.Transport.Ngtcp2;

// The ways a connection ends (RFC 9000 §10): we close it, the peer does, something breaks, or nothing is heard any more.
internal sealed partial class Ngtcp2Connection
{
    private readonly TaskCompletionSource<ConnectionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CloseWish? _closeWish;
    private bool _isEnded;
    private bool _wasReset;
    private byte[] _closePacket = [];
    private NetworkPath _closePath;
    private (ConnectionEnd End, TransportError Error)? _endAfterClose;
    private bool _closeDue;
    private int _packetsWhileClosing;
    private long _goneAt = long.MaxValue;

    // What somebody wants the connection closed with; the first wish counts.
    internal sealed record CloseWish(CloseCause Cause, string Reason, TransportError Error);

    /// <inheritdoc/>
    public Task<ConnectionEnd> Ended => _ended.Task;

    /// <inheritdoc/>
    public async ValueTask CloseAsync(ulong code, string reason)
    {
        RequestClose(code, reason);
        await Ended.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => CloseAsync(0, "");

    /// <summary>Endpoint only: the client's first flight came in pieces, and ngtcp2 keeps those of proven addresses only.</summary>
    internal bool NeedsRetry { get; private set; }

    /// <summary>Any thread.</summary>
    internal void RequestClose(ulong code, string reason) =>
        RequestClose(new CloseWish(new CloseCause(CloseKind.Application, code, 0), reason, TransportError.ConnectionEnded));

    /// <summary>From native code.</summary>
    internal void HandleStatelessReset() => _wasReset = true;

    /// <summary>Endpoint only: the network says that nobody listens there. Believed only while nobody has answered.</summary>
    internal void HandleUnreachable()
    {
        if (_state == State.Handshaking)
        {
            Finish(new ConnectionEnd(EndedBy.Error, 0, "nobody listens there"), TransportError.Unreachable);
            _state = State.Gone;
        }
    }

    /// <summary>Endpoint only: the libraries could not even start.</summary>
    internal void HandleStartFailure(TransportException failure) =>
        Finish(new ConnectionEnd(EndedBy.Error, 0, failure.Message), failure.Error);

    private void RequestClose(CloseWish wish)
    {
        Interlocked.CompareExchange(ref _closeWish, wish, null);
        _endpoint.Request(this);
    }

    /// <summary>What ngtcp2's refusal to go on means, and what is sent because of it.</summary>
    private void HandleFailure(int error, long now)
    {
        switch (error)
        {
            case NGTCP2_ERR_DRAINING:
                HandlePeerClose(now);
                break;
            case NGTCP2_ERR_IDLE_CLOSE:
                Finish(new ConnectionEnd(EndedBy.IdleTimeout, 0, "nothing was heard any more"), TransportError.Unreachable);
                _state = State.Gone;
                break;
            case NGTCP2_ERR_HANDSHAKE_TIMEOUT:
                Finish(new ConnectionEnd(EndedBy.IdleTimeout, 0, "the handshake took too long"), TransportError.Unreachable);
                _state = State.Gone;
                break;
            case NGTCP2_ERR_RECV_VERSION_NEGOTIATION:
                // RFC 9000 §6.2: the attempt is abandoned, and nothing is sent any more.
                Finish(new ConnectionEnd(EndedBy.Error, 0, "the server does not speak version 1 of QUIC"), TransportError.Incompatible);
                _state = State.Gone;
                break;
            case NGTCP2_ERR_DROP_CONN or NGTCP2_ERR_RETRY or NGTCP2_ERR_CLOSING:
                NeedsRetry = error == NGTCP2_ERR_RETRY;
                Finish(new ConnectionEnd(EndedBy.Error, 0, "the handshake could not go on"));
                _state = State.Gone;
                break;
            case NGTCP2_ERR_CRYPTO when _distrust is not null:
                BeginClose(new CloseWish(new CloseCause(CloseKind.TlsAlert, _handle!.TlsAlert, 0), _distrust, TransportError.NotTrusted), now);
                break;
            case NGTCP2_ERR_CRYPTO:
                string alert = $"the TLS handshake failed (alert {_handle!.TlsAlert})";
                BeginClose(new CloseWish(new CloseCause(CloseKind.TlsAlert, _handle.TlsAlert, 0), alert, TransportError.Incompatible), now);
                break;
            default:
                string reason = _callbackFailure?.Message ?? ConnectionHandle.ErrorText(error);
                BeginClose(new CloseWish(new CloseCause(CloseKind.Library, 0, error), reason, TransportError.Native), now);
                break;
        }
    }

    private void HandlePeerClose(long now)
    {
        if (_wasReset)
        {
            Finish(new ConnectionEnd(EndedBy.StatelessReset, 0, "the peer was restarted and knows us no more"));
        }
        else
        {
            (bool byApplication, ulong code, string reason) = _handle!.PeerClose();
            if (!byApplication && reason.Length == 0)
            {
                reason = code >= NGTCP2_CRYPTO_ERROR
                    ? $"the peer's TLS refused us (alert {code - NGTCP2_CRYPTO_ERROR})"
                    : $"the peer reports transport error {code}";
            }

            TransportError error = byApplication || code == NGTCP2_CONNECTION_REFUSED
                ? TransportError.ConnectionEnded
                : TransportError.Incompatible;
            Finish(new ConnectionEnd(byApplication ? EndedBy.Peer : EndedBy.Error, code, reason), error);
        }

        _state = State.Draining;
        _goneAt = now + (3 * _handle!.ProbeTimeout);
    }

    private void BeginClose(CloseWish wish, long now)
    {
        byte[] packet = new byte[Endpoint.PacketBuffer];
        // What our own libraries or the trust check say stays here: the peer may be a stranger, and has the error's code.
        bool isForPeer = wish.Cause.Kind is CloseKind.Application or CloseKind.Transport;
        byte[] reason = isForPeer ? PeerText.Encode(wish.Reason) : [];
        int length = _handle!.WriteClose(packet, ref _closePath, wish.Cause, reason, now);
        bool byUs = wish.Cause.Kind == CloseKind.Application;
        _endAfterClose = (new ConnectionEnd(byUs ? EndedBy.Us : EndedBy.Error, wish.Cause.Code, wish.Reason), wish.Error);
        _closePacket = length > 0 ? packet[..length] : [];
        _closeDue = true;
        _state = State.Closing;
        _goneAt = now + (3 * _handle.ProbeTimeout);
    }

    private void SendClose(IPacketOutput output)
    {
        if (_closeDue && _closePacket.Length > 0)
        {
            _closePacket.CopyTo(output.GetBuffer());
            output.Commit(_closePacket.Length, _closePath);
        }

        _closeDue = false;
        if (_endAfterClose is { } last)
        {
            _endAfterClose = null;
            Finish(last.End, last.Error);
        }
    }

    /// <summary>Endpoint only.</summary>
    internal bool TrySayCloseAgain()
    {
        _closeDue |= _state == State.Closing;
        return _state == State.Closing;
    }

    /// <summary>The peer goes on sending: our close was lost. RFC 9000 §10.2.1 wants the answers to become rarer.</summary>
    private void RepeatClose()
    {
        int count = ++_packetsWhileClosing;
        _closeDue |= (count & (count - 1)) == 0;
    }

    /// <summary>Tells everyone who waits for this connection that it is over. The first end counts.</summary>
    private void Finish(ConnectionEnd end, TransportError error = TransportError.ConnectionEnded)
    {
        if (Volatile.Read(ref _isEnded))
        {
            return;
        }

        Volatile.Write(ref _isEnded, true);
        EndHandshake(succeeded: false);
        string message = error == TransportError.NotTrusted ? end.Reason : $"The connection to {RemoteEndPoint} ended: {end.Reason.TrimEnd('.')}.";
        TransportException failure = new(error, message) { End = end };
        if (_handshake.TrySetException(failure))
        {
            // A server's connection that ends before its handshake has nobody who would look.
            _ = _handshake.Task.Exception;
        }

        _control.Break(failure);
        _ended.TrySetResult(end);
    }
}
