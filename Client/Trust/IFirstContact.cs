using Mcu.Common.Addressing;
using Mcu.Common.Transport;

namespace Mcu.Client.Trust;

// Who decides on a server of which nothing is known. Asked after the connection was refused, so it may take its time.
internal interface IFirstContact
{
    // Null to trust it from now on, or the sentence that says why not.
    Task<string?> JudgeAsync(ServerAddress server, CertificateFingerprint fingerprint, CancellationToken cancellationToken);
}
