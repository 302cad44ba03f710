namespace Mcu.Server.Rooms;

// What happened in a room, for others to be told.
internal abstract record RoomEvent
{
    // Someone came in.
    public sealed record Joined(Participant Who) : RoomEvent;

    // Someone went. `NewHost` is set where that was the host and somebody is left to take over.
    public sealed record Left(Participant Who, ulong? NewHost) : RoomEvent;
}

// An event and the ids of those who are to hear of it, in the order of joining.
internal sealed record RoomDelivery(RoomEvent Event, IReadOnlyList<ulong> To);
