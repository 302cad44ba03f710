using System.Runtime.InteropServices;

namespace Mcu.Common.Transport.Ngtcp2.Interop;

// Wall one: GnuTLS (gnutls.h) by its own names. Only TlsSessionHandle and TlsCredentialsHandle call it.
internal static unsafe partial class LibGnuTls
{
    internal const string Library = "libgnutls.so.30";

    internal const uint GNUTLS_SERVER = 1;
    internal const uint GNUTLS_CLIENT = 1 << 1;
    internal const uint GNUTLS_FORCE_CLIENT_CERT = 1 << 9;
    internal const uint GNUTLS_NO_TICKETS = 1 << 10;
    internal const uint GNUTLS_NO_AUTO_SEND_TICKET = 1 << 21;
    internal const uint GNUTLS_NO_END_OF_EARLY_DATA = 1 << 22;
    internal const int GNUTLS_CRD_CERTIFICATE = 1;
    internal const int GNUTLS_CERT_REQUEST = 1;
    internal const int GNUTLS_X509_FMT_PEM = 1;
    internal const int GNUTLS_NAME_DNS = 1;
    internal const uint GNUTLS_ALPN_MANDATORY = 1;
    internal const int GNUTLS_E_CERTIFICATE_ERROR = -43;

    [LibraryImport(Library)]
    internal static partial nint gnutls_check_version(nint req_version);

    [LibraryImport(Library)]
    internal static partial nint gnutls_strerror(int error);

    [LibraryImport(Library)]
    internal static partial int gnutls_init(nint* session, uint flags);

    [LibraryImport(Library)]
    internal static partial void gnutls_deinit(nint session);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int gnutls_priority_init(nint* priority_cache, string priorities, nint err_pos);

    [LibraryImport(Library)]
    internal static partial int gnutls_priority_set(nint session, nint priority);

    [LibraryImport(Library)]
    internal static partial int gnutls_credentials_set(nint session, int type, TlsCredentialsHandle cred);

    [LibraryImport(Library)]
    internal static partial int gnutls_alpn_set_protocols(nint session, gnutls_datum_t* protocols, uint protocols_size, uint flags);

    [LibraryImport(Library)]
    internal static partial int gnutls_server_name_set(nint session, int type, byte* name, nuint name_length);

    [LibraryImport(Library)]
    internal static partial void gnutls_session_set_ptr(nint session, void* ptr);

    [LibraryImport(Library)]
    internal static partial void* gnutls_session_get_ptr(nint session);

    [LibraryImport(Library)]
    internal static partial void gnutls_session_set_verify_function(nint session, delegate* unmanaged[Cdecl]<nint, int> func);

    [LibraryImport(Library)]
    internal static partial void gnutls_certificate_server_set_request(nint session, int req);

    [LibraryImport(Library)]
    internal static partial gnutls_datum_t* gnutls_certificate_get_peers(nint session, uint* list_size);

    [LibraryImport(Library)]
    internal static partial int gnutls_certificate_allocate_credentials(nint* res);

    [LibraryImport(Library)]
    internal static partial void gnutls_certificate_free_credentials(nint sc);

    [LibraryImport(Library)]
    internal static partial int gnutls_certificate_set_x509_key_mem(
        TlsCredentialsHandle res, gnutls_datum_t* cert, gnutls_datum_t* key, int type);
}
