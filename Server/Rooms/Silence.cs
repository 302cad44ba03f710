namespace Mcu.Server.Rooms;

// Why a participant is not heard. Independent of each other; either is enough. The values are those of the protocol's mute state.
[Flags]
internal enum Silence : byte
{
    None = 0,

    // Muted by themselves.
    Self = 1,

    // Silenced by the room's host.
    Host = 2,
}
