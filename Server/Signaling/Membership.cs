using Mcu.Server.Mixing;
using Mcu.Server.Rooms;

namespace Mcu.Server.Signaling;

// Someone's place in a room: who they are there, and where their voice goes in. Made by the lobby, given back to it.
internal sealed record Membership(LiveRoom Room, Participant Self, MixParticipant Voice);

// A room that has somebody in it: the members' connections and the mixer that ticks for them. Under the lobby's lock.
internal sealed class LiveRoom(Room room, RoomMixer mixer)
{
    public Room Room { get; } = room;

    public RoomMixer Mixer { get; } = mixer;

    public Dictionary<ulong, IRoomMember> Members { get; } = [];
}
