using Mcu.Server.Mixing;
using Mcu.Server.Rooms;

namespace Mcu.Server.Signaling;

// What a room needs of the connection of someone in it.
internal interface IRoomMember
{
    // How they are known again.
    Visitor Visitor { get; }

    // Where this member's mixed sound goes.
    IPacketSink Sink { get; }

    // They are in the room, and this is where their voice goes. Before they are told so, since they may speak as soon as they know;
    // under the lobby's lock.
    void Admit(MixParticipant voice);

    // Sends an encoded control frame. Never waits and never throws; called under the lobby's lock.
    void Deliver(byte[] frame);

    // They are out of the room, and their connection is to be closed with this reason. Never waits; under the lobby's lock.
    void PutOut(string reason);
}
