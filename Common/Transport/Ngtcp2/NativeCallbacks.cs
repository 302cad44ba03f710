using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Mcu.Common.Transport.Ngtcp2.Interop;

namespace Mcu.Common.Transport.Ngtcp2;

// Where native code calls us: one static function per event, each of which finds its connection and hands over. Nothing is
// thrown through native frames; what goes wrong in here becomes a status, and the connection ends with the reason kept.
internal static unsafe class NativeCallbacks
{
    private static readonly delegate* unmanaged[Cdecl]<nint, int, ulong, byte*, nuint, nint, int> s_recvCryptoData =
        (delegate* unmanaged[Cdecl]<nint, int, ulong, byte*, nuint, nint, int>)Crypto("recv_crypto_data");

    private static readonly ngtcp2_callbacks s_client = CreateTable(server: false);
    private static readonly ngtcp2_callbacks s_server = CreateTable(server: true);

    internal static ref readonly ngtcp2_callbacks Client => ref s_client;

    internal static ref readonly ngtcp2_callbacks Server => ref s_server;

    internal static delegate* unmanaged[Cdecl]<ngtcp2_crypto_conn_ref*, nint> GetConnection => &OnGetConnection;

    internal static delegate* unmanaged[Cdecl]<nint, int> VerifyCertificate => &OnVerifyCertificate;

    private static nint Crypto(string name) => NativeLibraries.Export(LibNgtcp2Crypto.Library, "ngtcp2_crypto_" + name + "_cb");

    private static ngtcp2_callbacks CreateTable(bool server)
    {
        return new ngtcp2_callbacks
        {
            client_initial = server ? 0 : Crypto("client_initial"),
            recv_client_initial = server ? Crypto("recv_client_initial") : 0,
            recv_retry = server ? 0 : Crypto("recv_retry"),
            recv_crypto_data = (nint)(delegate* unmanaged[Cdecl]<nint, int, ulong, byte*, nuint, nint, int>)&OnCryptoData,
            encrypt = Crypto("encrypt"),
            decrypt = Crypto("decrypt"),
            hp_mask = Crypto("hp_mask"),
            update_key = Crypto("update_key"),
            delete_crypto_aead_ctx = Crypto("delete_crypto_aead_ctx"),
            delete_crypto_cipher_ctx = Crypto("delete_crypto_cipher_ctx"),
            get_path_challenge_data = Crypto("get_path_challenge_data"),
            version_negotiation = Crypto("version_negotiation"),
            handshake_completed = &OnHandshakeCompleted,
            recv_stream_data = &OnStreamData,
            acked_stream_data_offset = &OnStreamDataAcknowledged,
            stream_open = &OnStreamOpen,
            stream_close = &OnStreamClose,
            stream_reset = &OnStreamReset,
            stream_stop_sending = &OnStopSending,
            recv_stateless_reset = &OnStatelessReset,
            rand = &OnRandom,
            get_new_connection_id = &OnNewConnectionId,
            remove_connection_id = &OnRemoveConnectionId,
            recv_datagram = &OnDatagram,
            lost_datagram = &OnDatagramLost,
        };
    }

    private static Ngtcp2Connection Connection(nint userData) =>
        Unsafe.As<Ngtcp2Connection>(GCHandle.FromIntPtr(userData).Target!);

    /// <summary>Hands an event to its connection; whatever it throws becomes ngtcp2's status for that.</summary>
    private static int Guard<T>(nint userData, T argument, Action<Ngtcp2Connection, T> handle)
        where T : allows ref struct
    {
        Ngtcp2Connection connection = Connection(userData);
        try
        {
            handle(connection, argument);
            return 0;
        }
        catch (Exception exception)
        {
            return connection.CallbackFailed(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnGetConnection(ngtcp2_crypto_conn_ref* reference) => Connection(reference->user_data).NativeHandle;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnVerifyCertificate(nint session)
    {
        Ngtcp2Connection connection = Connection(TlsSessionHandle.Owner(session));
        try
        {
            bool accepted = connection.HandleCertificates(session);
            return accepted ? 0 : LibGnuTls.GNUTLS_E_CERTIFICATE_ERROR;
        }
        catch (Exception exception)
        {
            connection.CallbackFailed(exception);
            return LibGnuTls.GNUTLS_E_CERTIFICATE_ERROR;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnCryptoData(nint conn, int level, ulong offset, byte* data, nuint length, nint userData)
    {
        Ngtcp2Connection connection = Connection(userData);
        if (connection.TakesTls)
        {
            return s_recvCryptoData(conn, level, offset, data, length, userData);
        }

        return connection.CallbackFailed(
            new TransportException(TransportError.Incompatible, "The peer sent TLS messages after the handshake."));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnHandshakeCompleted(nint conn, nint userData) =>
        Guard(userData, 0, static (connection, _) => connection.HandleHandshakeCompleted());

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnStreamData(
        nint conn, uint flags, long streamId, ulong offset, byte* data, nuint length, nint userData, nint streamUserData)
    {
        Ngtcp2Connection connection = Connection(userData);
        try
        {
            bool end = (flags & LibNgtcp2.NGTCP2_STREAM_DATA_FLAG_FIN) != 0;
            connection.HandleStreamData(new ReadOnlySpan<byte>(data, (int)length), end);
            return 0;
        }
        catch (Exception exception)
        {
            return connection.CallbackFailed(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnStreamDataAcknowledged(
        nint conn, long streamId, ulong offset, ulong length, nint userData, nint streamUserData) =>
        Guard(userData, (long)(offset + length), static (connection, upTo) => connection.HandleStreamDataAcknowledged(upTo));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnStreamOpen(nint conn, long streamId, nint userData) =>
        Guard(userData, streamId, static (connection, id) => connection.HandleStreamOpen(id));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnStreamClose(
        nint conn, uint flags, long streamId, ulong code, nint userData, nint streamUserData) =>
        Guard(userData, 0, static (connection, _) => connection.HandleStreamBroken());

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnStreamReset(
        nint conn, long streamId, ulong finalSize, ulong code, nint userData, nint streamUserData) =>
        Guard(userData, 0, static (connection, _) => connection.HandleStreamBroken());

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnStopSending(nint conn, long streamId, ulong code, nint userData, nint streamUserData) =>
        Guard(userData, 0, static (connection, _) => connection.HandleStreamBroken());

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnStatelessReset(nint conn, void* reset, nint userData)
    {
        Connection(userData).HandleStatelessReset();
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnRandom(byte* destination, nuint length, void* context) =>
        RandomNumberGenerator.Fill(new Span<byte>(destination, (int)length));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnNewConnectionId(nint conn, ngtcp2_cid* id, byte* token, nuint length, nint userData)
    {
        Ngtcp2Connection connection = Connection(userData);
        try
        {
            connection.HandleNewConnectionId(id, token, (int)length);
            return 0;
        }
        catch (Exception exception)
        {
            return connection.CallbackFailed(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnRemoveConnectionId(nint conn, ngtcp2_cid* id, nint userData) =>
        Guard(userData, ConnectionId.From(id), static (connection, gone) => connection.HandleRemoveConnectionId(gone));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDatagram(nint conn, uint flags, byte* data, nuint length, nint userData) =>
        Guard(
            userData, new ReadOnlySpan<byte>(data, (int)length), static (connection, datagram) => connection.HandleDatagram(datagram));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDatagramLost(nint conn, ulong id, nint userData)
    {
        Connection(userData).HandleDatagramLost();
        return 0;
    }
}
