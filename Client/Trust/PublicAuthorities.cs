using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mcu.Common.Transport;

namespace Mcu.Client.Trust;

// The authorities that this system trusts, or these roots in their place. Nothing is fetched from anywhere, so that it takes
// milliseconds: a chain that is not presented whole is not vouched for, and revocation is not asked about.
internal sealed class PublicAuthorities(X509Certificate2Collection? roots = null) : IAuthorities
{
    // id-kp-serverAuth (RFC 5280 §4.2.1.12).
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public bool VouchFor(PeerCertificates certificates, string host)
    {
        var loaded = new X509Certificate2Collection();
        using var chain = new X509Chain();
        try
        {
            using X509Certificate2 leaf = X509CertificateLoader.LoadCertificate(certificates.Leaf.Span);
            foreach (ReadOnlyMemory<byte> issuer in certificates.Issuers)
            {
                loaded.Add(X509CertificateLoader.LoadCertificate(issuer.Span));
            }

            X509ChainPolicy policy = chain.ChainPolicy;
            policy.RevocationMode = X509RevocationMode.NoCheck;
            policy.DisableCertificateDownloads = true;
            policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
            policy.ExtraStore.AddRange(loaded);
            if (roots is not null)
            {
                policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                policy.CustomTrustStore.AddRange(roots);
            }

            return leaf.MatchesHostname(host, allowWildcards: true, allowCommonName: false) && chain.Build(leaf);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or NotSupportedException)
        {
            // Bytes that are no certificate, or one that this system cannot judge.
            return false;
        }
        finally
        {
            foreach (X509Certificate2 certificate in loaded.Concat(chain.ChainElements.Select(element => element.Certificate)))
            {
                certificate.Dispose();
            }
        }
    }
}
