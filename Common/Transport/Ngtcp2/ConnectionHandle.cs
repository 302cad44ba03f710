using System.Runtime.InteropServices;
using Mcu.Common.Transport.Ngtcp2.Interop;
using static Mcu.Common.Transport.Ngtcp2.Interop.LibNgtcp2;

namespace Mcu.Common.Transport.Ngtcp2;

// Wall two: one ngtcp2_conn. Pointers stay in here; callers see spans, paths by value and ngtcp2's own status codes. It belongs
// to one thread, the endpoint's, which is also the one that disposes it, and keeps its TLS session alive. Never asks for qlog (the packaged build overflows its stack).
internal sealed unsafe class ConnectionHandle : SafeHandle
{
    private readonly TlsSessionHandle _session;

    private ConnectionHandle(nint connection, TlsSessionHandle session)
        : base(0, ownsHandle: true)
    {
        SetHandle(connection);
        _session = session;
        ngtcp2_conn_set_tls_native_handle(this, session.Raw);
    }

    public override bool IsInvalid => handle == 0;

    internal nint Raw => handle;

    internal nint Session => _session.Raw;

    /// <summary>Whether TLS messages can still be taken.</summary>
    internal bool HasTls { get; private set; } = true;

    internal static ConnectionHandle CreateClient(
        in NetworkPath path, TlsSessionHandle session, TimeSpan idleTimeout, TimeSpan handshakeTimeout, int maxDatagramFrame,
        nint owner, long now)
    {
        ngtcp2_cid destination;
        ngtcp2_cid source;
        ConnectionId.Randomize(&destination, NGTCP2_MIN_INITIAL_DCIDLEN + 10);
        ConnectionId.Randomize(&source, ConnectionId.OwnLength);
        ngtcp2_settings settings = CreateSettings(handshakeTimeout, now);
        ngtcp2_transport_params parameters = CreateParameters(idleTimeout, maxDatagramFrame, server: false);
        nint raw;
        fixed (NetworkPath* addresses = &path)
        fixed (ngtcp2_callbacks* callbacks = &NativeCallbacks.Client)
        {
            ngtcp2_path native = Native(addresses);
            int result = ngtcp2_conn_client_new_versioned(
                &raw, &destination, &source, &native, NGTCP2_PROTO_VER_V1, StructVersion, callbacks, StructVersion, &settings,
                StructVersion, &parameters, 0, owner);
            Check(result, "start a connection");
        }

        return new ConnectionHandle(raw, session);
    }

    /// <param name="offer">The client's first packet, as <c>ngtcp2_accept</c> read it.</param>
    /// <param name="originalId">Where a Retry came before: the id the client chose first, which its token proved.</param>
    internal static ConnectionHandle CreateServer(
        in NetworkPath path, TlsSessionHandle session, in ngtcp2_pkt_hd offer, in ngtcp2_cid? originalId,
        in ngtcp2_cid source, ReadOnlySpan<byte> resetToken, TimeSpan idleTimeout, int maxDatagramFrame, nint owner, long now)
    {
        ngtcp2_settings settings = CreateSettings(TransportDefaults.HandshakeTimeout, now);
        ngtcp2_transport_params parameters = CreateParameters(idleTimeout, maxDatagramFrame, server: true);
        parameters.original_dcid = originalId ?? offer.dcid;
        parameters.original_dcid_present = 1;
        resetToken.CopyTo(new Span<byte>(parameters.stateless_reset_token, NGTCP2_STATELESS_RESET_TOKENLEN));
        parameters.stateless_reset_token_present = 1;
        if (originalId is not null)
        {
            parameters.retry_scid = offer.dcid;
            parameters.retry_scid_present = 1;
            settings.token = offer.token;
            settings.tokenlen = offer.tokenlen;
            settings.token_type = NGTCP2_TOKEN_TYPE_RETRY;
        }

        nint raw;
        fixed (NetworkPath* addresses = &path)
        fixed (ngtcp2_cid* clientId = &offer.scid, ownId = &source)
        fixed (ngtcp2_callbacks* callbacks = &NativeCallbacks.Server)
        {
            ngtcp2_path native = Native(addresses);
            int result = ngtcp2_conn_server_new_versioned(
                &raw, clientId, ownId, &native, offer.version, StructVersion, callbacks, StructVersion, &settings,
                StructVersion, &parameters, 0, owner);
            Check(result, "take a connection in");
        }

        return new ConnectionHandle(raw, session);
    }

    internal ConnectionId SourceId
    {
        get
        {
            ngtcp2_cid id;
            ngtcp2_conn_get_scid(this, &id);
            return ConnectionId.From(&id);
        }
    }

    internal NativeAddress RemoteAddress
    {
        get
        {
            ngtcp2_addr remote = ngtcp2_conn_get_path(handle)->remote;
            NativeAddress address = new() { Length = Math.Min(remote.addrlen, NativeAddress.Capacity) };
            new ReadOnlySpan<byte>(remote.addr, (int)address.Length).CopyTo(new Span<byte>(address.Bytes, NativeAddress.Capacity));
            return address;
        }
    }

    /// <summary>When it wants to be woken, in nanoseconds; <see cref="long.MaxValue"/> for never.</summary>
    internal long Expiry => (long)Math.Min(ngtcp2_conn_get_expiry(handle), long.MaxValue);

    internal long ProbeTimeout => (long)ngtcp2_conn_get_pto(this);

    internal long SmoothedRoundTrip
    {
        get
        {
            ngtcp2_conn_info info;
            ngtcp2_conn_get_conn_info_versioned(this, StructVersion, &info);
            return (long)info.smoothed_rtt;
        }
    }

    internal (long MaxDatagramFrame, long IdleTimeout) RemoteLimits
    {
        get
        {
            ngtcp2_transport_params* remote = ngtcp2_conn_get_remote_transport_params(this);
            return ((long)remote->max_datagram_frame_size, (long)Math.Min(remote->max_idle_timeout, long.MaxValue));
        }
    }

    internal byte TlsAlert => ngtcp2_conn_get_tls_alert(this);

    internal int Read(in NetworkPath path, ReadOnlySpan<byte> packet, long now)
    {
        ngtcp2_pkt_info info = default;
        fixed (NetworkPath* addresses = &path)
        fixed (byte* bytes = packet)
        {
            ngtcp2_path native = Native(addresses);
            return ngtcp2_conn_read_pkt_versioned(handle, &native, StructVersion, &info, bytes, (nuint)packet.Length, (ulong)now);
        }
    }

    /// <summary>Reads a little of what every packet needs, and answers with something made of it.</summary>
    internal long Touch() => (long)(ngtcp2_conn_get_cwnd_left(handle) + ngtcp2_conn_get_max_data_left(handle));

    internal int HandleExpiry(long now) => ngtcp2_conn_handle_expiry(handle, (ulong)now);

    /// <summary>Writes a packet with stream data, or with stream −1 whatever else there is to send (acknowledgements, probes).</summary>
    /// <param name="packet">Where it is written; at least 1,452 bytes.</param>
    /// <param name="data">Stays where it is until acknowledged.</param>
    /// <param name="taken">Bytes of <paramref name="data"/> in the packet; −1 for none.</param>
    internal int WriteStream(
        Span<byte> packet, ref NetworkPath path, long stream, PinnedBytes data, bool end, out int taken, long now)
    {
        ngtcp2_pkt_info info;
        nint written;
        ngtcp2_vec vector = new() { @base = (byte*)data.Address, len = (nuint)data.Length };
        nint result;
        fixed (NetworkPath* addresses = &path)
        fixed (byte* bytes = packet)
        {
            ngtcp2_path native = WritablePath(addresses);
            result = ngtcp2_conn_writev_stream_versioned(
                handle, &native, StructVersion, &info, bytes, (nuint)packet.Length, &written,
                end ? NGTCP2_WRITE_STREAM_FLAG_FIN : 0, stream, &vector, data.Length > 0 ? 1u : 0u, (ulong)now);
            TakePath(addresses, native);
        }

        taken = (int)written;
        return (int)result;
    }

    /// <summary>Writes a packet with a datagram, and perhaps without it where something more urgent took its place.</summary>
    internal int WriteDatagram(Span<byte> packet, ref NetworkPath path, ReadOnlySpan<byte> datagram, out bool accepted, long now)
    {
        ngtcp2_pkt_info info;
        int isAccepted;
        nint result;
        fixed (NetworkPath* addresses = &path)
        fixed (byte* bytes = packet, data = datagram)
        {
            ngtcp2_path native = WritablePath(addresses);
            ngtcp2_vec vector = new() { @base = data, len = (nuint)datagram.Length };
            result = ngtcp2_conn_writev_datagram_versioned(
                handle, &native, StructVersion, &info, bytes, (nuint)packet.Length, &isAccepted, 0, 1, &vector, 1, (ulong)now);
            TakePath(addresses, native);
        }

        accepted = isAccepted != 0;
        return (int)result;
    }

    /// <summary>Writes the packet that closes the connection: with an application's code, a TLS alert or a library error.</summary>
    internal int WriteClose(Span<byte> packet, ref NetworkPath path, in CloseCause cause, ReadOnlySpan<byte> reason, long now)
    {
        ngtcp2_pkt_info info;
        ngtcp2_ccerr error = new() { type = NGTCP2_CCERR_TYPE_APPLICATION, error_code = cause.Code };
        fixed (NetworkPath* addresses = &path)
        fixed (byte* bytes = packet, text = reason)
        {
            switch (cause.Kind)
            {
                case CloseKind.TlsAlert:
                    ngtcp2_ccerr_set_tls_alert(&error, (byte)cause.Code, null, 0);
                    break;
                case CloseKind.Library:
                    ngtcp2_ccerr_set_liberr(&error, cause.LibraryError, null, 0);
                    break;
                case CloseKind.Transport:
                    error.type = NGTCP2_CCERR_TYPE_TRANSPORT;
                    break;
            }

            error.reason = text;
            error.reasonlen = (nuint)reason.Length;
            ngtcp2_path native = WritablePath(addresses);
            nint result = ngtcp2_conn_write_connection_close_versioned(
                this, &native, StructVersion, &info, bytes, (nuint)packet.Length, &error, (ulong)now);
            TakePath(addresses, native);
            return (int)result;
        }
    }

    internal void PacketsWereSent(long now) => ngtcp2_conn_update_pkt_tx_time(handle, (ulong)now);

    /// <summary>
    /// Gives the TLS session back, half of a connection's memory. The keys are not its own: packets go on as before. Not from within a
    /// native callback.
    /// </summary>
    internal void ReleaseTls()
    {
        HasTls = false;
        ngtcp2_conn_set_tls_native_handle(this, 0);
        _session.Dispose();
    }

    internal void KeepAlive(TimeSpan period) => ngtcp2_conn_set_keep_alive_timeout(this, Nanoseconds(period));

    internal int InitiateKeyUpdate(long now) => ngtcp2_conn_initiate_key_update(this, (ulong)now);

    internal bool TryOpenStream(out long stream)
    {
        long id;
        bool opened = ngtcp2_conn_open_bidi_stream(this, &id, 0) == 0;
        stream = opened ? id : -1;
        return opened;
    }

    /// <summary>Lets the peer send as many bytes more as we have read.</summary>
    internal void ExtendWindow(long stream, long bytes)
    {
        _ = ngtcp2_conn_extend_max_stream_offset(this, stream, (ulong)bytes);
        ngtcp2_conn_extend_max_offset(this, (ulong)bytes);
    }

    /// <summary>Why the peer closed the connection.</summary>
    internal (bool ByApplication, ulong Code, string Reason) PeerClose()
    {
        ngtcp2_ccerr* error = ngtcp2_conn_get_ccerr(this);
        ReadOnlySpan<byte> reason = new(error->reason, (int)Math.Min(error->reasonlen, TransportDefaults.MaxReasonBytes));
        return (error->type == NGTCP2_CCERR_TYPE_APPLICATION, error->error_code, PeerText.Clean(reason));
    }

    /// <summary>The one place where an ngtcp2 status becomes an exception.</summary>
    internal static void Check(int result, string doing)
    {
        if (result < 0)
        {
            throw new TransportException(TransportError.Native, $"ngtcp2 could not {doing}: {ErrorText(result)} ({result}).")
            {
                NativeCode = result,
            };
        }
    }

    internal static string ErrorText(int error) => NativeLibraries.Text(ngtcp2_strerror(error));

    protected override bool ReleaseHandle()
    {
        ngtcp2_conn_del(handle);
        _session.Dispose();
        return true;
    }

    private static ngtcp2_settings CreateSettings(TimeSpan handshakeTimeout, long now)
    {
        ngtcp2_settings settings;
        ngtcp2_settings_default_versioned(StructVersion, &settings);
        settings.initial_ts = (ulong)now;
        settings.initial_rtt = Nanoseconds(TransportDefaults.InitialRoundTrip);
        settings.max_tx_udp_payload_size = TransportDefaults.MaxUdpPayload;
        settings.no_pmtud = 1;
        settings.handshake_timeout = Nanoseconds(handshakeTimeout);
        return settings;
    }

    private static ngtcp2_transport_params CreateParameters(TimeSpan idleTimeout, int maxDatagramFrame, bool server)
    {
        ngtcp2_transport_params parameters;
        ngtcp2_transport_params_default_versioned(StructVersion, &parameters);
        parameters.initial_max_streams_bidi = server ? 1u : 0u;
        parameters.initial_max_streams_uni = 0;
        ulong window = (ulong)(server ? TransportDefaults.RequestWindow : TransportDefaults.ControlWindow);
        parameters.initial_max_stream_data_bidi_local = window;
        parameters.initial_max_stream_data_bidi_remote = window;
        parameters.initial_max_data = window;
        parameters.max_idle_timeout = Nanoseconds(idleTimeout);
        parameters.max_datagram_frame_size = (ulong)maxDatagramFrame;
        parameters.max_ack_delay = Nanoseconds(TransportDefaults.AcknowledgementDelay);
        parameters.active_connection_id_limit = 4;
        return parameters;
    }

    private static ulong Nanoseconds(TimeSpan span) => (ulong)span.Ticks * 100;

    private static ngtcp2_path Native(NetworkPath* path) => new()
    {
        local = new ngtcp2_addr { addr = path->Local.Bytes, addrlen = path->Local.Length },
        remote = new ngtcp2_addr { addr = path->Remote.Bytes, addrlen = path->Remote.Length },
    };

    private static ngtcp2_path WritablePath(NetworkPath* path)
    {
        path->Local.Length = 0;
        path->Remote.Length = 0;
        return Native(path);
    }

    private static void TakePath(NetworkPath* path, in ngtcp2_path written)
    {
        path->Local.Length = written.local.addrlen;
        path->Remote.Length = written.remote.addrlen;
    }
}

// Bytes that the garbage collector leaves in place, because their owner pinned them.
internal readonly record struct PinnedBytes(nint Address, int Length);

internal enum CloseKind
{
    Application,
    Transport,
    TlsAlert,
    Library,
}

// What goes into the frame that closes a connection.
internal readonly record struct CloseCause(CloseKind Kind, ulong Code, int LibraryError);
