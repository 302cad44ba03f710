using Mcu.Common.Protocol;

namespace Mcu.Client.Session;

// What one may ask for in the room. Every request completes with what became of it, at the session's end at the latest, and
// never faults; what it changed is in the roster by then. Any thread.
internal sealed partial class ConferenceSession
{
    // An answer that comes while another mute is asked for must not undo it.
    private readonly Lock _muting = new();
    private uint _lastMute;

    // What a refused unmute goes back to: as the last mute that was answered, or could not be asked for, left us.
    private bool _settled;

    // Whether our own voice is held back here, whatever the server has heard of it.
    public MuteSwitch Microphone { get; } = new();

    // Being muted holds from now on, whatever the server says to it; being heard again may be refused.
    public Task<RequestOutcome> MuteAsync(bool muted)
    {
        lock (_muting)
        {
            bool isAsked = false;
            Task<RequestOutcome> outcome = _requests.AskAsync(id =>
            {
                isAsked = true;
                _lastMute = id;
                Microphone.IsMuted = muted;
                return new Mute(id, muted);
            });
            if (muted && !isAsked)
            {
                _lastMute = 0;
                Microphone.IsMuted = _settled = true;
            }

            return outcome;
        }
    }

    // Reason: at most ProtocolLimits.MaxKickReasonBytes.
    public Task<RequestOutcome> KickAsync(ulong participantId, string reason) =>
        _requests.AskAsync(id => new Kick(id, participantId, reason));

    public Task<RequestOutcome> ForceMuteAsync(ulong participantId, bool muted) =>
        _requests.AskAsync(id => new ForceMute(id, participantId, muted));

    public Task<RequestOutcome> BlockAsync(ulong participantId, bool blocked) =>
        _requests.AskAsync(id => new Block(id, participantId, blocked));

    private void HandleAnswer(ControlAnswer answer)
    {
        if (!_requests.TryTake(answer, out RequestQueue.Pending? pending))
        {
            return;
        }

        RequestOutcome outcome = RequestOutcome.Of(answer);
        switch (pending.Request)
        {
            case Mute mute:
                SettleMute(mute, outcome);
                break;
            case Block block when outcome.IsDone:
                Roster.SetBlocked(block.ParticipantId, block.Blocked);
                break;
        }

        pending.Answered.TrySetResult(outcome);
    }

    // Who could not be unmuted stays as they were. Who could not be muted is silent all the same: they meant it.
    private void SettleMute(Mute mute, RequestOutcome outcome)
    {
        lock (_muting)
        {
            _settled = mute.Muted || (_settled && !outcome.IsDone);
            if (mute.RequestId == _lastMute)
            {
                Microphone.IsMuted = _settled;
            }
        }
    }
}
