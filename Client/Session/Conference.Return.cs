using Mcu.Common.Protocol;

namespace Mcu.Client.Session;

// From a loss to the next session, or to the end.
internal sealed partial class Conference
{
    private bool _hasLeft;
    private bool _isHopeless;

    private bool MayComeBack(SessionEnd end) => _comesBack && !_isHopeless && end.Kind switch
    {
        SessionEndKind.ConnectionLost or SessionEndKind.ServerShutDown => true,
        SessionEndKind.ClosedByServer => ((CloseCode)end.Code).MayReconnect(),
        _ => false,
    };

    // Null with the end where there is none: we have left, or another try would be refused as well.
    private async Task<(ConferenceSession? Session, SessionEnd End)> ReturnAsync(SessionEnd lost)
    {
        string why = SentenceOf(lost);
        for (int count = 1; ; count++)
        {
            try
            {
                TimeSpan wait = _backOff.Next();
                _leaving.Token.ThrowIfCancellationRequested();
                Tell(new ConferenceEvent.Lost(why, wait));
                await Task.Delay(wait, _time, _leaving.Token).ConfigureAwait(false);
                Tell(new ConferenceEvent.Trying(count));
                ConferenceSession session = await _join(_leaving.Token).ConfigureAwait(false);
                if (Begin(session))
                {
                    return (session, lost);
                }

                await session.DisposeAsync().ConfigureAwait(false);
                return (null, Left);
            }
            catch (Exception) when (_leaving.IsCancellationRequested)
            {
                return (null, Left);
            }
            catch (Exception e) when (Refusals.IsFinal(e))
            {
                _isHopeless = true;
                return (null, Refused(e));
            }
            catch (Exception e)
            {
                why = SessionText.Clean(e.Message);
            }
        }
    }

    private static SessionEnd Refused(Exception why)
    {
        bool isKick = why is SessionException { IsKick: true };
        return new SessionEnd(
            isKick ? SessionEndKind.Kicked : SessionEndKind.ConnectionLost,
            (ulong)(isKick ? CloseCode.Kicked : CloseCode.Normal),
            SessionText.Clean(why.Message));
    }

    private static SessionEnd Left => new(SessionEndKind.Left, (ulong)CloseCode.Normal, "");

    private static string SentenceOf(SessionEnd end) => end.Kind switch
    {
        SessionEndKind.ServerShutDown => SessionText.Goodbye(end.Reason),
        SessionEndKind.ClosedByServer => $"The server closed the connection: {SessionText.Of(end.Code, end.Reason)}.",
        _ when end.Reason.Length == 0 => "The connection was lost.",
        _ => $"The connection was lost: {end.Reason}",
    };
}
