using System.Net;
using System.Net.Sockets;
using Mcu.Client.Narration;
using Mcu.Client.Session;
using Mcu.Client.Trust;
using Mcu.Client.Voice;
using Mcu.Common.Opus;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Backends;
using Microsoft.Extensions.Logging;

namespace Mcu.Client.Hosting;

// The way from options to being in the room, as often as it must be gone: who we are, whom we trust, where the server is. Tell: what
// the person should know about trust. One call at a time.
internal sealed class Joiner(
    ClientOptions options, LoadedTransport transport, Func<TrustNotice, Task> tell, ILogger logger) : IDisposable
{
    private Identity? _identity;

    // By what it goes.
    public LoadedTransport Transport => transport;

    // Who decides about a server that nothing is known of.
    public required IFirstContact FirstContact { get; set; }

    // Where the voice of the session that was joined last comes in.
    public VoiceInbox Inbox { get; private set; } = new();

    // Throws SessionException, TransportException, TrustException, OperationCanceledException.
    public async Task<ConferenceSession> JoinAsync(CancellationToken cancellationToken)
    {
        ITransport network = transport.Transport;
        ClientLog.Connecting(logger, options.Server, network.Library, OpusLibrary.Version);
        _identity ??= await OpenIdentityAsync(cancellationToken).ConfigureAwait(false);
        var trust = new ServerTrust(options.Server, options.Trust, new PublicAuthorities(), FirstContact, tell);
        VoiceInbox inbox = Inbox = new VoiceInbox();
        var where = new SessionOptions
        {
            EndPoints = await ResolveAsync(cancellationToken).ConfigureAwait(false),
            ServerName = options.Server.ServerName,
            Check = trust.Check,
            Connected = trust.OnConnected,
            Certificate = _identity?.Certificate,
            KeepAlive = options.IsHeadless ? TransportDefaults.KeepAlive : Liveness.KeepAlive,
            Room = options.Room,
            Name = options.Name,
        };
        return await trust.ConnectAsync(
            () => ConferenceSession.JoinAsync(network, where, inbox.OnDatagram, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    public void Dispose() => _identity?.Dispose();

    private async Task<Identity?> OpenIdentityAsync(CancellationToken cancellationToken)
    {
        if (options.Trust.Anonymous)
        {
            return null;
        }

        Identity identity = await Identity.OpenAsync(options.Trust.IdentityPath, cancellationToken).ConfigureAwait(false);
        if (identity.Warning is { } warning)
        {
            await tell(new TrustNotice(true, warning)).ConfigureAwait(false);
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
}
