using Mcu.Common.Protocol;

namespace Mcu.Server.Signaling;

// Phase 3: in a room.
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
            _context.Lobby.Leave(membership, reason);
            SignalingLog.Left(_context.Log, _connection.RemoteEndPoint, membership.Self.Id, reason);
        }
    }
}
