using Mcu.Common.Protocol;

namespace Mcu.Server.Signaling;

// Phase 3: in a room. Somebody who was put out of it is still here until their connection has closed; the lobby knows.
internal sealed partial class ControlSession
{
    private void HandleInRoom(ControlMessage message)
    {
        switch (message)
        {
            case Leave leave:
                LeaveRoom(LeaveReason.Left);
                _phase = SessionPhase.OutsideRoom;
                Send(new Ok(leave.RequestId));
                break;
            case Join join:
                Answer(join.RequestId, ErrorCode.AlreadyInRoom, "You are in a room already; leave it first.");
                break;
            case Mute mute when _membership is { } self:
                HandleMute(self, mute);
                break;
            case Kick kick when _membership is { } self:
                HandleKick(self, kick);
                break;
            case ForceMute forceMute when _membership is { } self:
                HandleForceMute(self, forceMute);
                break;
            case Block block when _membership is { } self:
                HandleBlock(self, block);
                break;
            default:
                HandleAnywhere(message);
                break;
        }
    }

    private void LeaveRoom(LeaveReason reason)
    {
        if (_membership is { } membership)
        {
            _voice = null;
            _membership = null;
            if (_context.Lobby.Leave(membership, reason))
            {
                SignalingLog.Left(_context.Log, _connection.RemoteEndPoint, membership.Id, reason);
            }
        }
    }
}
