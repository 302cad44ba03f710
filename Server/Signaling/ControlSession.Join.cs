using Mcu.Common.Protocol;
using Mcu.Server.Rooms;

namespace Mcu.Server.Signaling;

// Phase 2: outside of a room, where all there is to do is to join one. What is wrong with a join is answered, and may be tried
// again.
internal sealed partial class ControlSession
{
    private ITimer? _deadline;

    private void HandleOutsideRoom(ControlMessage message)
    {
        switch (message)
        {
            case Join join:
                HandleJoin(join);
                break;
            case ControlRequest request and (Leave or Mute or Kick or ForceMute or Block):
                Answer(request.RequestId, new Refusal.NotInRoom(), "");
                break;
            default:
                HandleAnywhere(message);
                break;
        }
    }

    private void HandleJoin(Join join)
    {
        if (_context.IsStopping)
        {
            Answer(join.RequestId, ErrorCode.ServerShuttingDown, "The server is being stopped.");
        }
        else if (!DisplayText.TryCleanCode(join.Room, _context.Rooms.MaxCode, out string? code, out string? refusal))
        {
            Answer(join.RequestId, ErrorCode.BadRoomName, refusal);
        }
        else if (!DisplayText.TryCleanName(join.Name, _context.Rooms.MaxName, out string? name, out refusal))
        {
            Answer(join.RequestId, ErrorCode.BadName, refusal);
        }
        else if (!_context.Lobby.TryJoin(this, join, code, name, out Membership? membership, out Refusal? notNow))
        {
            Answer(join.RequestId, notNow, "join");
        }
        else
        {
            Enter(membership);
        }
    }

    private void Enter(Membership membership)
    {
        _deadline?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _phase = SessionPhase.InRoom;
        _membership = membership;
        SignalingLog.Joined(
            _context.Log, _connection.RemoteEndPoint, membership.Id, membership.Room.Room.Code, Visitors.ShortIdentity(Visitor));
    }

    private void MissDeadline() => Close(
        CloseCode.JoinTimeout, $"Nobody joined a room within {ProtocolLimits.JoinTimeout.TotalSeconds} seconds of connecting.");

    // What is the same in every phase after hello.
    private void HandleAnywhere(ControlMessage message)
    {
        if (message is not UnknownMessage unknown)
        {
            throw OutOfOrder(message, "hello is said once, and answers and events come from the server only");
        }

        Answer(
            unknown.RequestId,
            ErrorCode.UnknownMessage,
            $"This server knows no message of type 0x{(ushort)unknown.TypeNumber:x2}.");
    }
}
