using System.Net;
using System.Net.Sockets;
using Mcu.Client.Narration;
using Mcu.Client.Session;
using Mcu.Client.Trust;
using Mcu.Client.Voice;
using Mcu.Common.Opus;
using Mcu.Common.Transport;

namespace Mcu.Client.Hosting;

// From options to being in the room: who we are, whom we trust, where the server is.
internal sealed partial class ClientRun
{
    // Told on standard error at once, and as events once we are in the room.
    private readonly List<string> _warnings = [];

    private async Task<ConferenceSession> JoinAsync(VoiceInbox inbox, CancellationToken cancellationToken)
    {
        ITransport network = transport();
        ClientLog.Connecting(logger, options.Server, network.Library, OpusLibrary.Version);
        using Identity? identity = await OpenIdentityAsync(cancellationToken).ConfigureAwait(false);
        var trust = new ServerTrust(options.Server, options.Trust, new PublicAuthorities(), FirstContact(), TellAsync);
        var where = new SessionOptions
        {
            EndPoints = await ResolveAsync(cancellationToken).ConfigureAwait(false),
            ServerName = options.Server.ServerName,
            Check = trust.Check,
            Connected = trust.OnConnected,
            Certificate = identity?.Certificate,
            Room = options.Room,
            Name = options.Name,
        };
        return await trust.ConnectAsync(
            () => ConferenceSession.JoinAsync(network, where, inbox.OnDatagram, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    // A program cannot be asked, nor can who is not there.
    private IFirstContact FirstContact() =>
        options.Trust.AcceptNew ? new AcceptNew()
        : options.IsHeadless || !options.CanAsk ? new RefuseNew()
        : new AskNew(_input.ReadTextAsync, errors);

    private async Task<Identity?> OpenIdentityAsync(CancellationToken cancellationToken)
    {
        if (options.Trust.Anonymous)
        {
            return null;
        }

        Identity identity = await Identity.OpenAsync(options.Trust.IdentityPath, cancellationToken).ConfigureAwait(false);
        if (identity.Warning is { } warning)
        {
            await TellAsync(new TrustNotice(true, warning)).ConfigureAwait(false);
        }

        return identity;
    }

    private async Task<IReadOnlyList<IPEndPoint>> ResolveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await options.Server.ResolveAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new SessionException($"The server's name {options.Server.Host} is not known: {e.Message}.", e);
        }
    }

    private async Task TellAsync(TrustNotice notice)
    {
        if (notice.IsWarning)
        {
            _warnings.Add(notice.Sentence);
        }

        string line = notice.IsWarning ? $"Warning: {notice.Sentence}" : notice.Sentence;
        ClientLog.Told(logger, line);
        await errors.WriteLineAsync(line).ConfigureAwait(false);
    }
}
