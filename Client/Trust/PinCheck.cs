using Mcu.Common.Transport;

namespace Mcu.Client.Trust;

// Pure: the check for a server whose fingerprint was given, by a person or an invite.
internal static class PinCheck
{
    // What one is to do about another certificate than expected, after both fingerprints.
    public const string NothingSent =
        "Nothing was sent. Either the server has a new certificate, or somebody stands in between: ask whoever runs it.";

    public static CertificateCheck Of(CertificateFingerprint pin) => certificates =>
        certificates.Fingerprint.Equals(pin)
            ? null
            : $"The server's certificate has the fingerprint {certificates.Fingerprint}, but {pin} was expected. {NothingSent}";
}
