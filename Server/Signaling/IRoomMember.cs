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

    // Sends an encoded control frame. Never waits and never throws; called under the lobby's lock.
    void Deliver(byte[] frame);

    // They are out of the room, and their connection is to be closed with this reason. Never waits; under the lobby's lock.
    void PutOut(string reason);
}
