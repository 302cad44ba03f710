using Mcu.Server.Mixing;
using Mcu.Server.Rooms;

namespace Mcu.Server.Signaling;

// Someone's place in a room: who they are there, whose connection it is, and where their voice goes in. Made by the lobby, given
// back to it.
internal sealed record Membership(LiveRoom Room, Participant Self, IRoomMember Member, MixParticipant Voice)
{
    public ulong Id => Self.Id;
}
