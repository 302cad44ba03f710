using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mcu.Common.Transport.Ngtcp2.Interop;

namespace Mcu.Common.Transport.Ngtcp2;

// Wall two: GnuTLS credentials, a certificate with its key and issuers, or none. Shared by all sessions of an endpoint.
internal sealed unsafe class TlsCredentialsHandle : SafeHandle
{
    private TlsCredentialsHandle(nint credentials)
        : base(0, ownsHandle: true) => SetHandle(credentials);

    public override bool IsInvalid => handle == 0;

    /// <exception cref="TransportException">The certificate has no key, or GnuTLS does not take it.</exception>
    internal static TlsCredentialsHandle Create(X509Certificate2? certificate, IReadOnlyList<X509Certificate2>? issuers = null)
    {
        nint raw;
        TlsSessionHandle.Check(LibGnuTls.gnutls_certificate_allocate_credentials(&raw), "allocate credentials");
        TlsCredentialsHandle credentials = new(raw);
        if (certificate is not null)
        {
            try
            {
                credentials.SetKeyPair(certificate, issuers ?? []);
            }
            catch
            {
                credentials.Dispose();
                throw;
            }
        }

        return credentials;
    }

    /// <summary>The certificate's private key as PEM (PKCS #8), of whatever kind it is.</summary>
    internal static string ExportKey(X509Certificate2 certificate)
    {
        using AsymmetricAlgorithm? key =
            (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey() ?? certificate.GetRSAPrivateKey();
        try
        {
            return key?.ExportPkcs8PrivateKeyPem() ?? throw new TransportException(
                TransportError.BadCertificate,
                $"The certificate {certificate.Subject} comes without its private key (ECDSA and RSA keys are taken).");
        }
        catch (CryptographicException exception)
        {
            throw new TransportException(
                TransportError.BadCertificate,
                $"The private key of the certificate {certificate.Subject} cannot be exported: {exception.Message}", exception);
        }
    }

    private void SetKeyPair(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> issuers)
    {
        string chain = string.Join('\n', issuers.Prepend(certificate).Select(one => one.ExportCertificatePem()));
        byte[] certificatePem = Encoding.ASCII.GetBytes(chain);
        byte[] keyPem = Encoding.ASCII.GetBytes(ExportKey(certificate));
        try
        {
            fixed (byte* certificateBytes = certificatePem, keyBytes = keyPem)
            {
                gnutls_datum_t cert = new() { data = certificateBytes, size = (uint)certificatePem.Length };
                gnutls_datum_t key = new() { data = keyBytes, size = (uint)keyPem.Length };
                int result = LibGnuTls.gnutls_certificate_set_x509_key_mem(this, &cert, &key, LibGnuTls.GNUTLS_X509_FMT_PEM);
                TlsSessionHandle.Check(result, "use the certificate and its key", TransportError.BadCertificate);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keyPem);
        }
    }

    protected override bool ReleaseHandle()
    {
        LibGnuTls.gnutls_certificate_free_credentials(handle);
        return true;
    }
}
