namespace Mcu.Common.Transport;

/// <summary>
/// What a peer presented to say who it is, as it came over the network: nothing of it has been checked but that the peer holds
/// the key of the first. At most <see cref="TransportDefaults.MaxCertificates"/>, and
/// <see cref="TransportDefaults.MaxCertificateBytes"/> in all.
/// </summary>
public sealed class PeerCertificates
{
    /// <summary>Takes the certificates over as they are.</summary>
    /// <param name="leaf">The peer's own, DER.</param>
    /// <param name="issuers">Those after it, DER.</param>
    public PeerCertificates(ReadOnlyMemory<byte> leaf, IReadOnlyList<ReadOnlyMemory<byte>> issuers)
    {
        Leaf = leaf;
        Issuers = issuers;
    }

    /// <summary>The peer's own certificate, DER.</summary>
    public ReadOnlyMemory<byte> Leaf { get; }

    /// <summary>What came after it, DER, in the order it came; each should sign the one before, up to an authority, but need not.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Issuers { get; }

    /// <summary>Of the peer's own certificate.</summary>
    public CertificateFingerprint Fingerprint => CertificateFingerprint.Of(Leaf.Span);

    /// <summary>The sentence to refuse a chain with that has more certificates, or more bytes, than are taken.</summary>
    /// <param name="bytes">Of all of them; 0 where they were not even counted.</param>
    internal static string TooMany(long count, long bytes) =>
        $"The server presented {count} certificates{(bytes > 0 ? $" of {bytes} bytes" : "")}; at most {TransportDefaults.MaxCertificates} "
        + $"of {TransportDefaults.MaxCertificateBytes} bytes together are taken.";
}
