using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mcu.Common.Transport;

namespace Mcu.Server.Admission;

// The certificate the server shows, self-signed: clients trust its fingerprint, not a chain. Made anew at every start.
// Owner: the host, which disposes it after the listener.
internal sealed class ServerCertificate : IDisposable
{
    // Nobody checks the dates of a pinned certificate, so they only must never be what stops a server.
    private const int YearsValid = 10;

    private ServerCertificate(X509Certificate2 certificate)
    {
        Certificate = certificate;
        Fingerprint = CertificateFingerprint.Of(certificate.RawData);
    }

    public X509Certificate2 Certificate { get; }

    public CertificateFingerprint Fingerprint { get; }

    // Makes a key on P-256 (RFC 8422: what every TLS 1.3 peer must speak) and a certificate for localhost that it signs itself.
    public static ServerCertificate CreateEphemeral(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mcu", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        // Clocks differ; a day back keeps the certificate valid on a machine that is behind.
        return new ServerCertificate(request.CreateSelfSigned(now.AddDays(-1), now.AddYears(YearsValid)));
    }

    public void Dispose() => Certificate.Dispose();
}
