using System.Security.Cryptography.X509Certificates;

namespace Mcu.Common.Transport.MsQuic;

// What System.Net.Quic shows of a peer's certificates as the seam's. Pure.
internal static class PeerChain
{
    /// <summary>All that the peer presented, once it is known to be few and small enough.</summary>
    /// <returns>Null where it is not, or where there is nothing; <paramref name="refusal"/> then is the sentence that says so.</returns>
    internal static PeerCertificates? Of(X509Certificate? certificate, X509Chain? chain, out string? refusal)
    {
        if (certificate is null)
        {
            refusal = "The server presented no certificate.";
            return null;
        }

        byte[] leaf = certificate.GetRawCertData();
        byte[][] issuers = [.. (chain?.ChainPolicy.ExtraStore ?? []).Select(one => one.RawData).Where(one => !one.AsSpan().SequenceEqual(leaf))];
        int count = 1 + issuers.Length;
        long size = leaf.Length + issuers.Sum(one => (long)one.Length);
        if (count > TransportDefaults.MaxCertificates || size > TransportDefaults.MaxCertificateBytes)
        {
            refusal = PeerCertificates.TooMany(count, count > TransportDefaults.MaxCertificates ? 0 : size);
            return null;
        }

        refusal = null;
        return new PeerCertificates(leaf, [.. issuers.Select(one => (ReadOnlyMemory<byte>)one)]);
    }
}
