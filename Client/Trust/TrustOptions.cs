using Mcu.Common.Transport;

namespace Mcu.Client.Trust;

// Whom to trust and who to be, as the person said it. Of Pin and SkipVerify one at most, of IdentityFile and Anonymous as well.
internal sealed record TrustOptions
{
    // What the server's certificate must be, from a flag or an invite; null leaves it to what is known of the server.
    public CertificateFingerprint? Pin { get; init; }

    // Accepts any certificate, so that anyone in between can listen and speak.
    public bool SkipVerify { get; init; }

    // Whether a server of which nothing is known is trusted, and from then on remembered.
    public bool AcceptNew { get; init; }

    // Where the identity and the known servers are; made where it is missing.
    public required string DataDirectory { get; init; }

    // Null takes the one in the data directory.
    public string? IdentityFile { get; init; }

    // Shows no identity, and makes none.
    public bool Anonymous { get; init; }

    public string IdentityPath => IdentityFile ?? Path.Combine(DataDirectory, "identity.pem");

    public string KnownServersPath => Path.Combine(DataDirectory, "known_servers");
}
