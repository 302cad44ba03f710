namespace Mcu.Server.Rooms;

// What happened in a room, for people to be told.
internal abstract record RoomEvent
{
    // Someone came in.
    public sealed record Joined(ulong Id, string Name) : RoomEvent;

    // Someone went, or was put out.
    public sealed record Left(ulong Id, bool Kicked) : RoomEvent;

    // Someone else is host.
    public sealed record HostChanged(ulong Id) : RoomEvent;

    // Someone was muted or may be heard again.
    public sealed record SilenceChanged(ulong Id, Silence Silence) : RoomEvent;
}

// An event and the ids of those who are to hear of it, lowest first.
internal sealed record RoomDelivery(RoomEvent Event, IReadOnlyList<ulong> To);
