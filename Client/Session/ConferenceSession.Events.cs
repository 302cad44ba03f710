using Mcu.Common.Protocol;
using Mcu.Common.Transport;

namespace Mcu.Client.Session;

// Being in the room: reads the control stream until the end, whoever brings it about.
internal sealed partial class ConferenceSession
{
    private async Task<SessionEnd> RunAsync()
    {
        SessionEnd? end = null;
        try
        {
            while (end is null && await _control.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } message)
            {
                end = Handle(message);
            }

            // A server that has ended its stream has nothing more to say; without it there is no conversation.
            await Connection.CloseAsync((ulong)CloseCode.Normal, "").ConfigureAwait(false);
        }
        catch (ProtocolException e)
        {
            end = Lost((ulong)e.Code, $"The server does not keep to the protocol: {e.Message}");
            await Connection.CloseAsync((ulong)e.Code, e.Message).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The connection has ended, or is about to say so.
            await Connection.CloseAsync((ulong)CloseCode.Normal, "").ConfigureAwait(false);
        }

        end ??= EndOf(await Connection.Ended.ConfigureAwait(false));
        _requests.End();
        _events.Writer.TryComplete();
        return end with { Reason = SessionText.Clean(end.Reason) };
    }

    // Null, or the end where this message is one.
    private SessionEnd? Handle(ControlMessage message)
    {
        switch (message)
        {
            case ParticipantJoined came when Roster.Add(came.ParticipantId, came.Name, came.Mute) is { } who:
                Tell(new SessionEvent.Came(who));
                break;
            case ParticipantLeft left when Roster.Remove(left.ParticipantId) is { } who:
                Tell(new SessionEvent.Left(who, left.Reason));
                break;
            case HostChanged changed when Roster.SetHost(changed.HostId) is { } who:
                Tell(new SessionEvent.HostChanged(who));
                break;
            case MuteChanged changed when Roster.SetMute(changed.ParticipantId, changed.Mute) is { } who:
                Tell(new SessionEvent.MuteChanged(who));
                break;
            case Talking talking:
                Tell(new SessionEvent.Talking(Roster.SetTalking(talking.ParticipantIds)));
                break;
            case Error { RequestId: 0 } notice:
                Tell(new SessionEvent.Notice(notice.Code, SessionText.Clean(notice.Sentence)));
                break;
            case ControlAnswer answer:
                HandleAnswer(answer);
                break;
            case ServerShuttingDown goodbye:
                string why = SessionText.Clean(goodbye.Reason);
                Tell(new SessionEvent.ShuttingDown(why));
                return new SessionEnd(SessionEndKind.ServerShutDown, (ulong)CloseCode.ServerShuttingDown, why);
        }

        return null;
    }

    private void Tell(SessionEvent happened) => _events.Writer.TryWrite(happened);

    private SessionEnd EndOf(ConnectionEnd end) => end.By switch
    {
        EndedBy.Us when Volatile.Read(ref _leaving) == 1 => new SessionEnd(SessionEndKind.Left, end.Code, ""),
        EndedBy.Us when _givenUp is { } why => Lost(end.Code, why),
        EndedBy.Us => Lost(end.Code, "The server ended the control stream."),
        EndedBy.Peer when end.Code == (ulong)CloseCode.ServerShuttingDown =>
            new SessionEnd(SessionEndKind.ServerShutDown, end.Code, end.Reason),
        EndedBy.Peer when end.Code == (ulong)CloseCode.Kicked => new SessionEnd(SessionEndKind.Kicked, end.Code, end.Reason),
        EndedBy.Peer => new SessionEnd(SessionEndKind.ClosedByServer, end.Code, end.Reason),
        EndedBy.IdleTimeout => Lost(end.Code, "Nothing was heard from the server any more."),
        EndedBy.StatelessReset => Lost(end.Code, "The server does not know us any more: it was restarted."),
        _ => Lost(end.Code, end.Reason),
    };

    private static SessionEnd Lost(ulong code, string why) => new(SessionEndKind.ConnectionLost, code, why);
}
