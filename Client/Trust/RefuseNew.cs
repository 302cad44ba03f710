using Mcu.Common.Addressing;
using Mcu.Common.Transport;

namespace Mcu.Client.Trust;

// Where nobody can be asked.
internal sealed class RefuseNew : IFirstContact
{
    public Task<string?> JudgeAsync(
        ServerAddress server, CertificateFingerprint fingerprint, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(
            $"The server {server} is not known yet; its certificate has the fingerprint {fingerprint}. Nothing was sent. "
            + "Compare it with what the server prints after \"fingerprint\"; where it is the same, --cert-hash with it trusts it "
            + "this time, and --accept-new from now on.");
}
