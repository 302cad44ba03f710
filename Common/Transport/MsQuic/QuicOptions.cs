using System.Net.Quic;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mcu.Common.Transport.MsQuic;

// Our options as System.Net.Quic's.
internal static class QuicOptions
{
    internal static readonly SslApplicationProtocol Protocol = new(TransportDefaults.ApplicationProtocol);

    internal static QuicServerConnectionOptions ForServer(ListenOptions options, RemoteCertificateValidationCallback check) => new()
    {
        DefaultCloseErrorCode = 0,
        DefaultStreamErrorCode = 0,
        IdleTimeout = options.IdleTimeout,
        // The client keeps the connection alive, but msquic's does not see how short the server's idle timeout is.
        KeepAliveInterval = options.IdleTimeout < TransportDefaults.IdleTimeout ? options.IdleTimeout / 3 : Timeout.InfiniteTimeSpan,
        HandshakeTimeout = TransportDefaults.HandshakeTimeout,
        MaxInboundBidirectionalStreams = 1,
        MaxInboundUnidirectionalStreams = 0,
        InitialReceiveWindowSizes = Windows(TransportDefaults.RequestWindow),
        ServerAuthenticationOptions = new SslServerAuthenticationOptions
        {
            ApplicationProtocols = [Protocol],
            ServerCertificateContext = SslStreamCertificateContext.Create(
                options.Certificate, [.. options.Intermediates], offline: true),
            // Asked for; the callback takes those who have none, too.
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = check,
            CertificateChainPolicy = NoPolicy(),
        },
    };

    internal static QuicClientConnectionOptions ForClient(ConnectOptions options, RemoteCertificateValidationCallback check) => new()
    {
        DefaultCloseErrorCode = 0,
        DefaultStreamErrorCode = 0,
        RemoteEndPoint = options.EndPoint,
        IdleTimeout = options.IdleTimeout,
        KeepAliveInterval = options.KeepAlive < options.IdleTimeout / 3 ? options.KeepAlive : options.IdleTimeout / 3,
        HandshakeTimeout = options.HandshakeTimeout,
        MaxInboundBidirectionalStreams = 0,
        MaxInboundUnidirectionalStreams = 0,
        InitialReceiveWindowSizes = Windows(TransportDefaults.ControlWindow),
        ClientAuthenticationOptions = new SslClientAuthenticationOptions
        {
            ApplicationProtocols = [Protocol],
            TargetHost = options.ServerName,
            ClientCertificates = options.Certificate is { } own ? [own] : null,
            RemoteCertificateValidationCallback = check,
            CertificateChainPolicy = NoPolicy(),
        },
    };

    /// <exception cref="TransportException">The certificate has no key, or one that cannot be handed to msquic.</exception>
    internal static void CheckCertificate(X509Certificate2 certificate)
    {
        if (!certificate.HasPrivateKey)
        {
            throw new TransportException(
                TransportError.BadCertificate,
                $"The certificate {certificate.Subject} comes without its private key (ECDSA and RSA keys are taken).");
        }

        if (OperatingSystem.IsWindows())
        {
            return; // Schannel takes it where it is.
        }

        try
        {
            CryptographicOperations.ZeroMemory(certificate.Export(X509ContentType.Pkcs12));
        }
        catch (CryptographicException exception)
        {
            throw new TransportException(
                TransportError.BadCertificate,
                $"The private key of the certificate {certificate.Subject} cannot be exported: {exception.Message}", exception);
        }
    }

    // Whom to trust is decided above the seam, from the bytes: nothing is fetched, looked up or verified here.
    private static X509ChainPolicy NoPolicy() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        VerificationFlags = X509VerificationFlags.AllFlags,
    };

    private static QuicReceiveWindowSizes Windows(int size) => new()
    {
        Connection = size,
        LocallyInitiatedBidirectionalStream = size,
        RemotelyInitiatedBidirectionalStream = size,
        UnidirectionalStream = size,
    };
}
