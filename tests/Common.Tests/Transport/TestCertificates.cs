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

    /// <summary>A certificate with its key, then its issuer, and so on to the root.</summary>
    /// <param name="padding">Bytes that each is made longer by.</param>
    internal static X509Certificate2[] CreateChain(int count, int padding = 0)
    {
        var chain = new X509Certificate2[count];
        for (int i = count - 1; i >= 0; i--)
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new($"CN=test {i}", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(i > 0, false, 0, true));
            request.CertificateExtensions.Add(new X509Extension("1.2.3.4.5", new byte[padding], critical: false));
            DateTimeOffset from = DateTimeOffset.UtcNow.AddDays(-1);
            using X509Certificate2 signed = i == count - 1
                ? request.CreateSelfSigned(from, from.AddDays(2))
                : request.Create(chain[i + 1], from, chain[i + 1].NotAfter, [(byte)(i + 1)]);
            chain[i] = signed.HasPrivateKey ? new X509Certificate2(signed) : signed.CopyWithPrivateKey(key);
        }

        return chain;
    }
}
