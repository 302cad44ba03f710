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
            case Leave leave:
                Answer(leave.RequestId, ErrorCode.NotInRoom, "You are in no room.");
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
        else if (!DisplayText.TryCleanCode(join.Room, out string? code, out string? refusal))
        {
            Answer(join.RequestId, ErrorCode.BadRoomName, refusal);
        }
        else if (!DisplayText.TryCleanName(join.Name, out string? name, out refusal))
        {
            Answer(join.RequestId, ErrorCode.BadName, refusal);
        }
        else if (_context.Lobby.Join(this, join.RequestId, code, name) is not { } membership)
        {
            Answer(join.RequestId, ErrorCode.RoomFull, $"The room has {_context.MaxRoomSize} participants, as many as it takes.");
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
        _voice = membership.Voice;
        SignalingLog.Joined(_context.Log, _connection.RemoteEndPoint, membership.Self.Id, membership.Room.Room.Code);
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
