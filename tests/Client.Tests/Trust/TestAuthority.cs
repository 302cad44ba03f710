using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mcu.Client.Trust;
using Mcu.Common.Transport;

namespace Mcu.Client.Tests.Trust;

// A certification authority of the test's own: a root, an intermediate, and certificates for servers.
internal sealed class TestAuthority
{
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;

    public TestAuthority()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _root = Authority("CN=Test Root", rootKey).CreateSelfSigned(Now.AddYears(-2), Now.AddYears(2));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate =
            Authority("CN=Test Intermediate", key).Create(_root, Now.AddYears(-1), Now.AddYears(1), [1, 2, 3]);
        _intermediate = certificate.CopyWithPrivateKey(key);
    }

    // Certificates are about real dates, and X509Chain reads the real clock; days away from any limit.
    public static DateTimeOffset Now { get; } = DateTimeOffset.UtcNow;

    public PublicAuthorities Trusted => new([X509CertificateLoader.LoadCertificate(_root.RawData)]);

    public X509Certificate2 Intermediate => _intermediate;

    public PeerCertificates Issue(
        string host, string usage = ServerAuthentication, int daysLeft = 30, bool withIntermediate = true) =>
        new(Leaf(host, usage, daysLeft).RawData, withIntermediate ? [_intermediate.RawData] : []);

    public X509Certificate2 Leaf(string host, string usage = ServerAuthentication, int daysLeft = 30)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=other.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        using X509Certificate2 certificate =
            request.Create(_intermediate, Now.AddDays(-60), Now.AddDays(daysLeft), [4, 5, 6]);
        return certificate.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }
}
