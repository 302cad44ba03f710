using System.Runtime.InteropServices;

namespace Mcu.Common.Transport.Ngtcp2.Interop;

// Wall one: libngtcp2 (ngtcp2.h) by its own names. Only ConnectionHandle and PacketCodec call it.
internal static unsafe partial class LibNgtcp2
{
    internal const string Library = "libngtcp2.so.16";

    internal const int StructVersion = 1;
    internal const int OldestVersion = 0x010900; // The first with ngtcp2_crypto_generate_retry_token2.
    internal const uint NGTCP2_PROTO_VER_V1 = 1;
    internal const int NGTCP2_MAX_CIDLEN = 20;
    internal const int NGTCP2_MIN_INITIAL_DCIDLEN = 8;
    internal const int NGTCP2_STATELESS_RESET_TOKENLEN = 16;
    internal const int NGTCP2_MIN_STATELESS_RESET_RANDLEN = 5;
    internal const uint NGTCP2_STREAM_DATA_FLAG_FIN = 0x01;
    internal const uint NGTCP2_WRITE_STREAM_FLAG_FIN = 0x02;
    internal const int NGTCP2_TOKEN_TYPE_RETRY = 1;

    internal const ulong NGTCP2_CONNECTION_REFUSED = 0x2;
    internal const ulong NGTCP2_TRANSPORT_PARAMETER_ERROR = 0x8;
    internal const ulong NGTCP2_INVALID_TOKEN = 0xb;
    internal const ulong NGTCP2_CRYPTO_ERROR = 0x100;

    internal const int NGTCP2_CCERR_TYPE_TRANSPORT = 0;
    internal const int NGTCP2_CCERR_TYPE_APPLICATION = 1;
    internal const int NGTCP2_CCERR_TYPE_VERSION_NEGOTIATION = 2;

    internal const int NGTCP2_ERR_INVALID_ARGUMENT = -201;
    internal const int NGTCP2_ERR_STREAM_DATA_BLOCKED = -208;
    internal const int NGTCP2_ERR_CRYPTO = -213;
    internal const int NGTCP2_ERR_STREAM_SHUT_WR = -219;
    internal const int NGTCP2_ERR_STREAM_NOT_FOUND = -220;
    internal const int NGTCP2_ERR_INVALID_STATE = -204;
    internal const int NGTCP2_ERR_CLOSING = -223;
    internal const int NGTCP2_ERR_DRAINING = -224;
    internal const int NGTCP2_ERR_RECV_VERSION_NEGOTIATION = -229;
    internal const int NGTCP2_ERR_RETRY = -231;
    internal const int NGTCP2_ERR_DROP_CONN = -232;
    internal const int NGTCP2_ERR_VERSION_NEGOTIATION = -235;
    internal const int NGTCP2_ERR_HANDSHAKE_TIMEOUT = -236;
    internal const int NGTCP2_ERR_IDLE_CLOSE = -238;
    internal const int NGTCP2_ERR_CALLBACK_FAILURE = -502;

    [LibraryImport(Library)]
    internal static partial ngtcp2_info* ngtcp2_version(int least_version);

    [LibraryImport(Library)]
    internal static partial nint ngtcp2_strerror(int liberr);

    [LibraryImport(Library)]
    internal static partial void ngtcp2_settings_default_versioned(int settings_version, ngtcp2_settings* settings);

    [LibraryImport(Library)]
    internal static partial void ngtcp2_transport_params_default_versioned(
        int transport_params_version, ngtcp2_transport_params* @params);

    [LibraryImport(Library)]
    internal static partial int ngtcp2_pkt_decode_version_cid(
        ngtcp2_version_cid* dest, byte* data, nuint datalen, nuint short_dcidlen);

    [LibraryImport(Library)]
    internal static partial nint ngtcp2_pkt_write_stateless_reset(
        byte* dest, nuint destlen, byte* stateless_reset_token, byte* rand, nuint randlen);

    [LibraryImport(Library)]
    internal static partial nint ngtcp2_pkt_write_version_negotiation(
        byte* dest, nuint destlen, byte unused_random, byte* dcid, nuint dcidlen, byte* scid, nuint scidlen,
        uint* sv, nuint nsv);

    [LibraryImport(Library)]
    internal static partial int ngtcp2_accept(ngtcp2_pkt_hd* dest, byte* pkt, nuint pktlen);

    [LibraryImport(Library)]
    internal static partial int ngtcp2_conn_client_new_versioned(
        nint* pconn, ngtcp2_cid* dcid, ngtcp2_cid* scid, ngtcp2_path* path, uint client_chosen_version,
        int callbacks_version, ngtcp2_callbacks* callbacks, int settings_version, ngtcp2_settings* settings,
        int transport_params_version, ngtcp2_transport_params* @params, nint mem, nint user_data);

    [LibraryImport(Library)]
    internal static partial int ngtcp2_conn_server_new_versioned(
        nint* pconn, ngtcp2_cid* dcid, ngtcp2_cid* scid, ngtcp2_path* path, uint client_chosen_version,
        int callbacks_version, ngtcp2_callbacks* callbacks, int settings_version, ngtcp2_settings* settings,
        int transport_params_version, ngtcp2_transport_params* @params, nint mem, nint user_data);

    // What is called for every packet takes the pointer itself: counting references would cost more than the smallest of these do. Those
    // that only read or set a field do not even let the garbage collector in.
    [LibraryImport(Library)]
    internal static partial void ngtcp2_conn_del(nint conn);

    [LibraryImport(Library)]
    internal static partial int ngtcp2_conn_read_pkt_versioned(
        nint conn, ngtcp2_path* path, int pkt_info_version, ngtcp2_pkt_info* pi, byte* pkt, nuint pktlen, ulong ts);

    [LibraryImport(Library)]
    internal static partial nint ngtcp2_conn_writev_stream_versioned(
        nint conn, ngtcp2_path* path, int pkt_info_version, ngtcp2_pkt_info* pi, byte* dest, nuint destlen,
        nint* pdatalen, uint flags, long stream_id, ngtcp2_vec* datav, nuint datavcnt, ulong ts);

    [LibraryImport(Library)]
    internal static partial nint ngtcp2_conn_writev_datagram_versioned(
        nint conn, ngtcp2_path* path, int pkt_info_version, ngtcp2_pkt_info* pi, byte* dest, nuint destlen,
        int* paccepted, uint flags, ulong dgram_id, ngtcp2_vec* datav, nuint datavcnt, ulong ts);

    [LibraryImport(Library)]
    internal static partial nint ngtcp2_conn_write_connection_close_versioned(
        ConnectionHandle conn, ngtcp2_path* path, int pkt_info_version, ngtcp2_pkt_info* pi, byte* dest, nuint destlen,
        ngtcp2_ccerr* ccerr, ulong ts);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial void ngtcp2_conn_update_pkt_tx_time(nint conn, ulong ts);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial ulong ngtcp2_conn_get_expiry(nint conn);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial ulong ngtcp2_conn_get_cwnd_left(nint conn);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial ulong ngtcp2_conn_get_max_data_left(nint conn);

    [LibraryImport(Library)]
    internal static partial int ngtcp2_conn_handle_expiry(nint conn, ulong ts);

    [LibraryImport(Library)]
    internal static partial ulong ngtcp2_conn_get_pto(ConnectionHandle conn);

    [LibraryImport(Library)]
    internal static partial void ngtcp2_conn_set_keep_alive_timeout(ConnectionHandle conn, ulong timeout);

    [LibraryImport(Library)]
    internal static partial int ngtcp2_conn_open_bidi_stream(ConnectionHandle conn, long* pstream_id, nint stream_user_data);

    [LibraryImport(Library)]
    internal static partial int ngtcp2_conn_extend_max_stream_offset(ConnectionHandle conn, long stream_id, ulong datalen);

    [LibraryImport(Library)]
    internal static partial void ngtcp2_conn_extend_max_offset(ConnectionHandle conn, ulong datalen);

    [LibraryImport(Library)]
    internal static partial int ngtcp2_conn_initiate_key_update(ConnectionHandle conn, ulong ts);

    [LibraryImport(Library)]
    internal static partial ngtcp2_transport_params* ngtcp2_conn_get_remote_transport_params(ConnectionHandle conn);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial ngtcp2_path* ngtcp2_conn_get_path(nint conn);

    [LibraryImport(Library)]
    internal static partial nuint ngtcp2_conn_get_scid(ConnectionHandle conn, ngtcp2_cid* dest);

    [LibraryImport(Library)]
    internal static partial void ngtcp2_conn_get_conn_info_versioned(
        ConnectionHandle conn, int conn_info_version, ngtcp2_conn_info* cinfo);

    [LibraryImport(Library)]
    internal static partial void ngtcp2_conn_set_tls_native_handle(ConnectionHandle conn, nint tls_native_handle);

    [LibraryImport(Library)]
    internal static partial byte ngtcp2_conn_get_tls_alert(ConnectionHandle conn);

    [LibraryImport(Library)]
    internal static partial ngtcp2_ccerr* ngtcp2_conn_get_ccerr(ConnectionHandle conn);

    [LibraryImport(Library)]
    internal static partial void ngtcp2_ccerr_set_liberr(ngtcp2_ccerr* ccerr, int liberr, byte* reason, nuint reasonlen);

    [LibraryImport(Library)]
    internal static partial void ngtcp2_ccerr_set_tls_alert(
        ngtcp2_ccerr* ccerr, byte tls_alert, byte* reason, nuint reasonlen);
}
