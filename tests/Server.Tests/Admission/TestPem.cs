using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mcu.Server.Tests.Admission;

// Certificates and keys of every kind as PEM.
internal static class TestPem
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static string Certificate(ECDsa key, double fromDays = -1, double untilDays = 365) =>
        Request(key).CreateSelfSigned(Now.AddDays(fromDays), Now.AddDays(untilDays)).ExportCertificatePem();

    public static (string Certificate, string Key) Pair(double fromDays = -1, double untilDays = 365)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (Certificate(key, fromDays, untilDays), key.ExportPkcs8PrivateKeyPem());
    }

    public static (string Certificate, string Key) RsaPair(int bits)
    {
        using var key = RSA.Create(bits);
        var request = new CertificateRequest("CN=rsa", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return (request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(365)).ExportCertificatePem(), key.ExportRSAPrivateKeyPem());
    }

    // A leaf, its issuer and the root, with the leaf's key.
    public static (string[] Chain, string Key) Chain()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using X509Certificate2 root = Authority(rootKey, "CN=root").CreateSelfSigned(Now.AddDays(-1), Now.AddDays(900));
        using X509Certificate2 middle = Authority(middleKey, "CN=middle").Create(root, Now.AddDays(-1), Now.AddDays(800), [1]);
        using X509Certificate2 signer = middle.CopyWithPrivateKey(middleKey);
        using X509Certificate2 leaf = Request(leafKey).Create(signer, Now.AddDays(-1), Now.AddDays(90), [2]);
        return ([leaf.ExportCertificatePem(), middle.ExportCertificatePem(), root.ExportCertificatePem()], leafKey.ExportECPrivateKeyPem());
    }

    private static CertificateRequest Request(ECDsa key) => new("CN=voice.example.org", key, HashAlgorithmName.SHA256);

    private static CertificateRequest Authority(ECDsa key, string name)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request;
    }
}
