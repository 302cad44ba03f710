using System.Runtime.InteropServices;

namespace Mcu.Common.Transport.Ngtcp2.Interop;

// Wall one: libngtcp2_crypto_gnutls (ngtcp2_crypto.h, ngtcp2_crypto_gnutls.h) by its own names. Its callbacks go into the
// callback table as native addresses, and never pass through managed code.
internal static unsafe partial class LibNgtcp2Crypto
{
    internal const string Library = "libngtcp2_crypto_gnutls.so.8";

    internal const byte NGTCP2_CRYPTO_TOKEN_MAGIC_RETRY2 = 0xb7;
    internal const int NGTCP2_CRYPTO_MAX_RETRY_TOKENLEN2 = 1 + 28 + 1 + 20 + 8 + 16 + 16;

    [LibraryImport(Library)]
    internal static partial int ngtcp2_crypto_gnutls_configure_server_session(nint session);

    [LibraryImport(Library)]
    internal static partial int ngtcp2_crypto_gnutls_configure_client_session(nint session);

    [LibraryImport(Library)]
    internal static partial int ngtcp2_crypto_generate_stateless_reset_token(
        byte* token, byte* secret, nuint secretlen, ngtcp2_cid* cid);

    [LibraryImport(Library)]
    internal static partial nint ngtcp2_crypto_generate_retry_token2(
        byte* token, byte* secret, nuint secretlen, uint version, void* remote_addr, uint remote_addrlen,
        ngtcp2_cid* retry_scid, ngtcp2_cid* odcid, ulong ts);

    [LibraryImport(Library)]
    internal static partial int ngtcp2_crypto_verify_retry_token2(
        ngtcp2_cid* odcid, byte* token, nuint tokenlen, byte* secret, nuint secretlen, uint version,
        void* remote_addr, uint remote_addrlen, ngtcp2_cid* dcid, ulong timeout, ulong ts);

    [LibraryImport(Library)]
    internal static partial nint ngtcp2_crypto_write_retry(
        byte* dest, nuint destlen, uint version, ngtcp2_cid* dcid, ngtcp2_cid* scid, ngtcp2_cid* odcid,
        byte* token, nuint tokenlen);

    [LibraryImport(Library)]
    internal static partial nint ngtcp2_crypto_write_connection_close(
        byte* dest, nuint destlen, uint version, ngtcp2_cid* dcid, ngtcp2_cid* scid, ulong error_code,
        byte* reason, nuint reasonlen);
}
