using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mcu.Client.Trust;

// Pure: an identity as text, a private key on P-256 and a certificate that it signs itself. The certificate says nothing of the
// person, the machine or the day: it is only there because TLS carries keys in certificates.
internal static class IdentityPem
{
    private const string Head =
        "# Who you are to mcu servers. Whoever has this file can be you: show it to nobody, and keep a copy.\n";

    // An identity is for good: RFC 5280 §4.1.2.5 has this date for certificates without an end.
    private static readonly DateTimeOffset s_begin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_end = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    public static byte[] Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mcu", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        using X509Certificate2 certificate = request.CreateSelfSigned(s_begin, s_end);
        return Encoding.ASCII.GetBytes($"{Head}{key.ExportPkcs8PrivateKeyPem()}\n{certificate.ExportCertificatePem()}\n");
    }

    // Throws InvalidDataException with words that follow "cannot be used:".
    public static X509Certificate2 Read(ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        try
        {
            return X509Certificate2.CreateFromPem(text, text);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or NotSupportedException)
        {
            // The last of them is a key on a curve that this system does not have.
            throw new InvalidDataException("it does not hold a certificate and the private key that fits it, both as PEM", e);
        }
    }
}
