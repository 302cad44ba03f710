using System.Runtime.InteropServices;
using Mcu.Common.Transport.Ngtcp2.Interop;

namespace Mcu.Common.Transport.Ngtcp2;

// The handshake: both ends start, the client looks at the server's certificate, and both check that datagrams will work.
internal sealed partial class Ngtcp2Connection
{
    private readonly TaskCompletionSource _handshake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CertificateCheck? _check;
    private string? _distrust;
    private bool _countsAsHandshaking;
    private bool _countsAsFailure;
    private int _maxDatagramSize;
    private long _ownIdleTimeout;
    private long _keepAlive;

    /// <summary>Completes when the connection may be used, or fails with the sentence that says why it may not.</summary>
    internal Task Handshake => _handshake.Task;

    /// <inheritdoc/>
    public int MaxDatagramSize => Volatile.Read(ref _maxDatagramSize);

    /// <summary>Client only: what the endpoint's thread is to start it with; null once it has.</summary>
    internal ClientStart? Start { get; set; }

    internal void StartClient(in NetworkPath path, ConnectOptions options, TlsCredentialsHandle credentials, long now)
    {
        _check = options.Check;
        _ownIdleTimeout = (long)options.IdleTimeout.TotalNanoseconds;
        _keepAlive = (long)options.KeepAlive.TotalNanoseconds;
        Volatile.Write(ref _remote, path.Remote.ToEndPoint());
        nint owner = GCHandle.ToIntPtr(_self);
        TlsSessionHandle session = TlsSessionHandle.CreateClient(credentials, owner, options.ServerName);
        try
        {
            _handle = ConnectionHandle.CreateClient(
                path, session, options.IdleTimeout, options.HandshakeTimeout, _endpoint.MaxDatagramFrame, owner, now);
        }
        catch
        {
            session.Dispose();
            throw;
        }

        NoteRemoteAddress();
    }

    internal unsafe void StartServer(
        in NetworkPath path, in ngtcp2_pkt_hd offer, in ngtcp2_cid? originalId, TimeSpan idleTimeout, long now)
    {
        _isServer = true;
        _ownIdleTimeout = (long)idleTimeout.TotalNanoseconds;
        nint owner = GCHandle.ToIntPtr(_self);
        ngtcp2_cid source;
        byte* token = stackalloc byte[LibNgtcp2.NGTCP2_STATELESS_RESET_TOKENLEN];
        _endpoint.MakeId(&source, ConnectionId.OwnLength);
        _endpoint.ResetToken(&source, token);
        TlsSessionHandle session = TlsSessionHandle.CreateServer(_endpoint.Credentials, owner);
        try
        {
            _handle = ConnectionHandle.CreateServer(
                path, session, offer, originalId, source,
                new ReadOnlySpan<byte>(token, LibNgtcp2.NGTCP2_STATELESS_RESET_TOKENLEN), idleTimeout,
                _endpoint.MaxDatagramFrame, owner, now);
        }
        catch
        {
            session.Dispose();
            throw;
        }

        _countsAsHandshaking = true;
        NoteRemoteAddress();
    }

    /// <summary>From native code, client only: whether the server may be trusted. Nothing of the application has been sent yet.</summary>
    internal bool HandleCertificates(nint session)
    {
        _distrust = TlsSessionHandle.PeerChain(session, out string? refusal) is { } certificates ? _check!(certificates) : refusal;
        return _distrust is null;
    }

    /// <summary>From native code.</summary>
    internal void HandleHandshakeCompleted()
    {
        ReadOnlySpan<byte> certificate = TlsSessionHandle.PeerCertificate(_handle!.Session);
        PeerFingerprint = certificate.IsEmpty ? null : CertificateFingerprint.Of(certificate);
        (long maxFrame, long peerIdleTimeout) = _handle.RemoteLimits;
        // What is left of a 1,200-byte packet: short header, a peer's id of up to 20 bytes, packet number, tag, frame header.
        const int LargestAlways = TransportDefaults.MaxUdpPayload - (1 + 20 + 4 + 16 + 3);
        _maxDatagramSize = (int)Math.Min(LargestAlways, maxFrame - 3);
        bool succeeded = maxFrame > 3;
        _state = State.Open;
        EndHandshake(succeeded);
        if (!succeeded)
        {
            CloseCause cause = new(CloseKind.Transport, LibNgtcp2.NGTCP2_TRANSPORT_PARAMETER_ERROR, 0);
            RequestClose(new CloseWish(cause, "datagrams (RFC 9221) are needed, and the peer takes none", TransportError.Incompatible));
            return;
        }

        if (!_isServer)
        {
            // The client keeps the binding of its NAT alive, and well within both ends' idle timeouts.
            long period = Math.Min(_keepAlive, _ownIdleTimeout / 3);
            if (peerIdleTimeout > 0)
            {
                period = Math.Min(period, peerIdleTimeout / 3);
            }

            _handle.KeepAlive(TimeSpan.FromTicks(period / 100));
        }
        else if (_ownIdleTimeout < (long)TransportDefaults.IdleTimeout.TotalNanoseconds)
        {
            // Shorter than usual, which a client on the other backend does not get to see.
            _handle.KeepAlive(TimeSpan.FromTicks(_ownIdleTimeout / 3 / 100));
        }

        _promptUntil = _now + (long)TransportDefaults.PromptTime.TotalNanoseconds;
        _handshake.TrySetResult();
        _endpoint.Accepted?.Invoke(this);
    }

    /// <summary>From native code: whether the TLS session is there to take a message.</summary>
    internal bool TakesTls => _handle!.HasTls;

    // A server's TLS has nothing to do once the handshake is complete: no tickets are sent, and a client has nothing to say (RFC 9001
    // §4.4, §6). Where it says something all the same, that ends the connection. A client's stays: servers may send tickets.
    private void ReleaseTlsOnceDone()
    {
        if (_isServer && _state == State.Open && _handle!.HasTls)
        {
            _handle.ReleaseTls();
        }
    }

    private void EndHandshake(bool succeeded)
    {
        if (!_countsAsHandshaking)
        {
            return;
        }

        _countsAsHandshaking = false;
        if (succeeded)
        {
            _endpoint.HandshakeSucceeded();
        }
        else
        {
            _countsAsFailure = true;
            _endpoint.HandshakeFailed();
        }
    }

    internal unsafe void HandleNewConnectionId(ngtcp2_cid* id, byte* token, int length)
    {
        _sawOther = true;
        _endpoint.MakeId(id, length);
        _endpoint.ResetToken(id, token);
        _endpoint.AddRoute(ConnectionId.From(id), this);
    }

    internal void HandleRemoveConnectionId(ConnectionId id)
    {
        _sawOther = true;
        _endpoint.RemoveRoute(id, this);
    }

    /// <summary>Endpoint only, for tests and long calls: takes new keys into use (RFC 9001 §6).</summary>
    internal bool TryUpdateKeys(long now) => _handle!.InitiateKeyUpdate(now) == 0;
}

// A client's connection that is wanted. The credentials are its own, null where it shows no certificate; the connection that starts
// with them keeps them.
internal sealed record ClientStart(NetworkPath Path, ConnectOptions Options, TlsCredentialsHandle? Credentials);
