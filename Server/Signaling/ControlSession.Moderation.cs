using Mcu.Common.Protocol;
using Mcu.Server.Rooms;

namespace Mcu.Server.Signaling;

// Still phase 3: what someone in a room may do to themselves and to others. The lobby tells of it before the answer goes out.
internal sealed partial class ControlSession
{
    private void HandleMute(Membership self, Mute request) =>
        Answer(request.RequestId, _context.Lobby.Mute(self, request.Muted), "mute");

    private void HandleForceMute(Membership self, ForceMute request) => Answer(
        request.RequestId,
        _context.Lobby.ForceMute(self, request.ParticipantId, request.Muted),
        request.Muted ? "silence" : "unsilence");

    private void HandleBlock(Membership self, Block request) => Answer(
        request.RequestId,
        _context.Lobby.Block(self, request.ParticipantId, request.Blocked),
        request.Blocked ? "block" : "unblock");

    private void HandleKick(Membership self, Kick request)
    {
        Refusal? refusal = _context.Lobby.Kick(self, request.ParticipantId, DisplayText.Clean(request.Reason));
        if (refusal is null)
        {
            SignalingLog.Kicked(_context.Log, _connection.RemoteEndPoint, self.Id, request.ParticipantId);
        }

        Answer(request.RequestId, refusal, "kick");
    }
}
