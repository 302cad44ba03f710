using Mcu.Common.Addressing;
using Mcu.Common.Transport;

namespace Mcu.Client.Trust;

// Decides whether this is the server it should be, by the first of these that says anything: a fingerprint that was given; that
// any will do; the known servers; a public authority; whoever decides on first contacts. The check runs on the endpoint's thread
// and cannot ask, so a first contact is refused there, decided on afterwards, and connected to again with what was accepted.
internal sealed class ServerTrust(
    ServerAddress server, TrustOptions options, IAuthorities authorities, IFirstContact firstContact,
    Func<TrustNotice, Task> tell)
{
    public const string SkipVerifyWarning =
        "--danger-skip-verify accepts any certificate. Anyone in between can listen and speak.";

    private readonly KnownServers _knownServers = new(options.KnownServersPath);
    private IReadOnlyList<KnownServerLine> _known = [];
    private volatile CertificateFingerprint? _unknown;
    private CertificateFingerprint? _accepted;
    private volatile bool _connected;

    // Runs an attempt to connect that uses Check and OnConnected, and a second one after a first contact that was accepted.
    // Throws TrustException, and what the attempt throws.
    public async Task<T> ConnectAsync<T>(Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        if (options.SkipVerify)
        {
            await tell(new TrustNotice(true, SkipVerifyWarning)).ConfigureAwait(false);
        }
        else if (options.Pin is null)
        {
            _known = await _knownServers.FindAsync(server, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await attempt().ConfigureAwait(false);
        }
        catch (TransportException e) when (e.Error == TransportError.NotTrusted && _unknown is not null)
        {
            if (await firstContact.JudgeAsync(server, _unknown, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                throw new TrustException(refusal, e);
            }

            _accepted = _unknown;
            _unknown = null;
        }

        try
        {
            return await attempt().ConfigureAwait(false);
        }
        finally
        {
            // Even where the server then refused: that it is the one it was taken for has been proven.
            if (_connected)
            {
                await RememberAsync(_accepted).ConfigureAwait(false);
            }
        }
    }

    // For ConnectOptions; endpoint's thread.
    public string? Check(PeerCertificates shown)
    {
        if ((options.Pin ?? _accepted) is { } pin)
        {
            return PinCheck.Of(pin)(shown);
        }

        CertificateFingerprint fingerprint = shown.Fingerprint;
        if (options.SkipVerify || _known.Any(line => fingerprint.Equals(line.Fingerprint)))
        {
            return null;
        }

        if (_known.Count > 0)
        {
            KnownServerLine line = _known[0];
            return $"The server {server} shows a certificate with the fingerprint {fingerprint}, but {line.Fingerprint} is "
                + $"remembered for it. {PinCheck.NothingSent} If it is new, remove line {line.Number} of "
                + $"{_knownServers.FilePath}: \"{line.Text}\".";
        }

        if (authorities.VouchFor(shown, server.Host))
        {
            return null;
        }

        _unknown = fingerprint;
        return $"The server {server} is not known yet.";
    }

    // When the handshake has completed: the server holds the key of the certificate that was accepted.
    public void OnConnected() => _connected = true;

    // The conversation is worth more than the line: where it cannot be written, the person is told, and asked again next time.
    private async Task RememberAsync(CertificateFingerprint fingerprint)
    {
        TrustNotice notice;
        try
        {
            await _knownServers.RememberAsync(server, fingerprint, CancellationToken.None).ConfigureAwait(false);
            notice = new TrustNotice(
                false, $"The server {server} is trusted from now on: {fingerprint}, remembered in {_knownServers.FilePath}.");
        }
        catch (TrustException e)
        {
            notice = new TrustNotice(true, e.Message);
        }

        await tell(notice).ConfigureAwait(false);
    }
}
