using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mcu.Common.Tests.Transport;

internal static class TestCertificates
{
    internal static X509Certificate2 Create(string name = "CN=test")
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
    }
}
