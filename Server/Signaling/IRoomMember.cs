using Mcu.Server.Mixing;

namespace Mcu.Server.Signaling;

// What a room needs of the connection of someone in it.
internal interface IRoomMember
{
    // Sends an encoded control frame. Never waits and never throws; called under the lobby's lock.
    void Deliver(byte[] frame);

    // Where this member's mixed sound goes.
    IPacketSink Sink { get; }
}
