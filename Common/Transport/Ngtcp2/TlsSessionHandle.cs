using System.Runtime.InteropServices;
using System.Text;
using Mcu.Common.Transport.Ngtcp2.Interop;

namespace Mcu.Common.Transport.Ngtcp2;

// Wall two: one TLS 1.3 session. It keeps its credentials alive, and the reference through which the crypto library finds the
// connection that it belongs to. No tickets are sent and no early data is taken: a join must never be replayed.
internal sealed unsafe class TlsSessionHandle : SafeHandle
{
    private const string Priority =
        "NORMAL:-VERS-ALL:+VERS-TLS1.3:%DISABLE_TLS13_COMPAT_MODE:" +
        "-CIPHER-ALL:+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:" +
        "-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1";

    // One for all sessions, made once and never freed: read from then on only, and 9 KB for each where each has its own.
    private static readonly Lazy<nint> s_priorities = new(CreatePriorities);

    private readonly TlsCredentialsHandle _credentials;
    private ngtcp2_crypto_conn_ref* _reference;

    private TlsSessionHandle(nint session, TlsCredentialsHandle credentials)
        : base(0, ownsHandle: true)
    {
        SetHandle(session);
        _credentials = credentials;
        bool added = false;
        credentials.DangerousAddRef(ref added);
    }

    public override bool IsInvalid => handle == 0;

    internal nint Raw => handle;

    internal static TlsSessionHandle CreateServer(TlsCredentialsHandle credentials, nint owner)
    {
        TlsSessionHandle session = Allocate(credentials, LibGnuTls.GNUTLS_SERVER, owner);
        try
        {
            session.Configure(credentials);
            Check(LibNgtcp2Crypto.ngtcp2_crypto_gnutls_configure_server_session(session.handle), "configure a server session");
            LibGnuTls.gnutls_certificate_server_set_request(session.handle, LibGnuTls.GNUTLS_CERT_REQUEST);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    internal static TlsSessionHandle CreateClient(TlsCredentialsHandle credentials, nint owner, string? serverName)
    {
        TlsSessionHandle session = Allocate(credentials, LibGnuTls.GNUTLS_CLIENT | LibGnuTls.GNUTLS_FORCE_CLIENT_CERT, owner);
        try
        {
            session.Configure(credentials);
            Check(LibNgtcp2Crypto.ngtcp2_crypto_gnutls_configure_client_session(session.handle), "configure a client session");
            LibGnuTls.gnutls_session_set_verify_function(session.handle, NativeCallbacks.VerifyCertificate);
            if (serverName is not null)
            {
                session.SetServerName(serverName);
            }

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The peer's own certificate (DER), or nothing where it presented none. Dies with the session.</summary>
    internal static ReadOnlySpan<byte> PeerCertificate(nint session)
    {
        uint count;
        gnutls_datum_t* chain = LibGnuTls.gnutls_certificate_get_peers(session, &count);
        return chain is null || count == 0 ? default : new ReadOnlySpan<byte>(chain->data, (int)chain->size);
    }

    /// <summary>All that the peer presented, copied once it is known to be few and small enough.</summary>
    /// <returns>Null where it is not, or where there is nothing; <paramref name="refusal"/> then is the sentence that says so.</returns>
    internal static PeerCertificates? PeerChain(nint session, out string? refusal)
    {
        uint count;
        gnutls_datum_t* chain = LibGnuTls.gnutls_certificate_get_peers(session, &count);
        if (chain is null || count == 0)
        {
            refusal = "The server presented no certificate.";
            return null;
        }

        long size = 0;
        for (uint i = 0; i < count && count <= TransportDefaults.MaxCertificates; i++)
        {
            size += chain[i].size;
        }

        if (count > TransportDefaults.MaxCertificates || size > TransportDefaults.MaxCertificateBytes)
        {
            refusal = PeerCertificates.TooMany(count, size);
            return null;
        }

        refusal = null;
        var copies = new ReadOnlyMemory<byte>[count];
        for (uint i = 0; i < count; i++)
        {
            copies[i] = new ReadOnlySpan<byte>(chain[i].data, (int)chain[i].size).ToArray();
        }

        return new PeerCertificates(copies[0], copies[1..]);
    }

    /// <summary>The owner given to the session's factory.</summary>
    internal static nint Owner(nint session) => ((ngtcp2_crypto_conn_ref*)LibGnuTls.gnutls_session_get_ptr(session))->user_data;

    /// <summary>The one place where a GnuTLS status becomes an exception.</summary>
    internal static void Check(int result, string doing, TransportError error = TransportError.Native)
    {
        if (result < 0)
        {
            string reason = NativeLibraries.Text(LibGnuTls.gnutls_strerror(result));
            throw new TransportException(error, $"GnuTLS could not {doing}: {reason} ({result}).") { NativeCode = result };
        }
    }

    private static TlsSessionHandle Allocate(TlsCredentialsHandle credentials, uint flags, nint owner)
    {
        const uint NeverResume =
            LibGnuTls.GNUTLS_NO_TICKETS | LibGnuTls.GNUTLS_NO_AUTO_SEND_TICKET | LibGnuTls.GNUTLS_NO_END_OF_EARLY_DATA;
        nint raw;
        Check(LibGnuTls.gnutls_init(&raw, flags | NeverResume), "start a session");
        TlsSessionHandle session = new(raw, credentials);
        session._reference = (ngtcp2_crypto_conn_ref*)NativeMemory.AllocZeroed((nuint)sizeof(ngtcp2_crypto_conn_ref));
        session._reference->get_conn = NativeCallbacks.GetConnection;
        session._reference->user_data = owner;
        LibGnuTls.gnutls_session_set_ptr(raw, session._reference);
        return session;
    }

    private static nint CreatePriorities()
    {
        nint priorities;
        Check(LibGnuTls.gnutls_priority_init(&priorities, Priority, 0), "read its priorities");
        return priorities;
    }

    private void Configure(TlsCredentialsHandle credentials)
    {
        Check(LibGnuTls.gnutls_priority_set(handle, s_priorities.Value), "set its priorities");
        Check(LibGnuTls.gnutls_credentials_set(handle, LibGnuTls.GNUTLS_CRD_CERTIFICATE, credentials), "set its credentials");
        SetApplicationProtocol(TransportDefaults.ApplicationProtocol);
    }

    private void SetServerName(string serverName)
    {
        byte[] name = Encoding.UTF8.GetBytes(serverName);
        fixed (byte* bytes = name)
        {
            int result = LibGnuTls.gnutls_server_name_set(handle, LibGnuTls.GNUTLS_NAME_DNS, bytes, (nuint)name.Length);
            Check(result, $"send the server name {serverName}");
        }
    }

    private void SetApplicationProtocol(string protocol)
    {
        byte[] name = Encoding.ASCII.GetBytes(protocol);
        fixed (byte* bytes = name)
        {
            gnutls_datum_t datum = new() { data = bytes, size = (uint)name.Length };
            int result = LibGnuTls.gnutls_alpn_set_protocols(handle, &datum, 1, LibGnuTls.GNUTLS_ALPN_MANDATORY);
            Check(result, $"set the application protocol {protocol}");
        }
    }

    protected override bool ReleaseHandle()
    {
        LibGnuTls.gnutls_deinit(handle);
        NativeMemory.Free(_reference);
        _credentials.DangerousRelease();
        return true;
    }
}
