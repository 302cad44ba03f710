namespace Mcu.Server.Rooms;

// What an operator may set about rooms. Checked at the door.
internal sealed record RoomOptions
{
    // Participants in one room.
    public int Capacity { get; init; } = RoomLimits.DefaultCapacity;

    // Rooms, those that everybody has left and that have not disappeared yet included.
    public int MaxRooms { get; init; } = RoomLimits.DefaultMaxRooms;

    // How long a room stays after the last participant left. Zero: until the next clean-up.
    public TimeSpan CleanupInterval { get; init; } = RoomLimits.DefaultCleanupInterval;

    // How long somebody who was put out stays out; zero lets them back at once.
    public TimeSpan KickBan { get; init; } = RoomLimits.DefaultKickBan;

    // Grapheme clusters of a display name.
    public int MaxName { get; init; } = RoomLimits.NameClusters;

    // Grapheme clusters of a room code.
    public int MaxCode { get; init; } = RoomLimits.CodeClusters;
}
