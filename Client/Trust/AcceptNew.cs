using Mcu.Common.Addressing;
using Mcu.Common.Transport;

namespace Mcu.Client.Trust;

// Where the person said beforehand that whoever answers first is right.
internal sealed class AcceptNew : IFirstContact
{
    public Task<string?> JudgeAsync(
        ServerAddress server, CertificateFingerprint fingerprint, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);
}
