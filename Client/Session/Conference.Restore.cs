namespace Mcu.Client.Session;

// What a new session takes over from the one before: that we are muted, and whom we do not want to hear.
internal sealed partial class Conference
{
    // A server carries out 20 requests at once and 10 a second; our own user's are among them.
    private const int BlocksAtOnce = 8;
    private static readonly TimeSpan s_blocksAgain = TimeSpan.FromSeconds(1);

    private bool _isMuted;

    // Whom we did not hear as the last session ended and see again, by id and name; and what the server was asked about them.
    private Dictionary<ulong, string> _blocked = [];
    private Dictionary<ulong, Task<RequestOutcome>> _asked = [];

    // Whether our voice is held back, or will be when we are back.
    public bool IsMuted
    {
        get
        {
            lock (_lock)
            {
                return _session?.Microphone.IsMuted ?? _isMuted;
            }
        }
    }

    // As ConferenceSession.MuteAsync; while we are not connected it is done at once, and holds when we are back. So does what was
    // asked of a session that ended before its answer.
    public async Task<RequestOutcome> MuteAsync(bool muted)
    {
        Task<RequestOutcome> asked;
        lock (_lock)
        {
            if (_session is not { } session)
            {
                _isMuted = muted;
                return RequestOutcome.Done;
            }

            asked = session.MuteAsync(muted);
        }

        RequestOutcome outcome = await asked.ConfigureAwait(false);
        bool holds = _comesBack && outcome.Kind == RequestOutcomeKind.SessionEnded && IsMuted == muted;
        return holds ? RequestOutcome.Done : outcome;
    }

    // Nobody sees the session before it is as the last one was. False where we have left meanwhile.
    private bool Begin(ConferenceSession session)
    {
        lock (_lock)
        {
            if (_hasLeft)
            {
                return false;
            }

            if (_isMuted)
            {
                _ = session.MuteAsync(true);
            }

            Participant[] here = [.. session.Roster.Present.Where(IsBlocked)];
            _blocked = here.ToDictionary(someone => someone.Id, someone => someone.Name);
            _asked = [];
            _ = BlockAgainAsync(session, here);
            _session = session;
            return true;
        }
    }

    // After the session's end, by which every request is answered.
    private void Remember(ConferenceSession session)
    {
        lock (_lock)
        {
            // What the server has answered stands in the roster, and may have been changed since.
            foreach ((ulong id, _) in _asked.Where(asked => asked.Value.Result.Kind != RequestOutcomeKind.SessionEnded))
            {
                _blocked.Remove(id);
            }

            foreach (Participant someone in session.Roster.Present.Where(someone => someone.IsBlocked))
            {
                _blocked[someone.Id] = someone.Name;
            }

            _isMuted = session.Microphone.IsMuted;
            _session = null;
        }
    }

    // A server that was started anew gives old ids to others.
    private bool IsBlocked(Participant someone) => _blocked.GetValueOrDefault(someone.Id) == someone.Name;

    // The first of them are asked for before this returns.
    private async Task BlockAgainAsync(ConferenceSession session, Participant[] whom)
    {
        foreach (Participant[] some in whom.Chunk(BlocksAtOnce))
        {
            lock (_lock)
            {
                if (session.Ended.IsCompleted)
                {
                    return;
                }

                foreach (Participant someone in some)
                {
                    _asked[someone.Id] = session.BlockAsync(someone.Id, true);
                }
            }

            if (some.Length == BlocksAtOnce)
            {
                await Task.Delay(s_blocksAgain, _time).ConfigureAwait(false);
            }
        }
    }
}
