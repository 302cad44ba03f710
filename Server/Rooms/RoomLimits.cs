namespace Mcu.Server.Rooms;

// Every limit of rooms and names, each with its reason.
internal static class RoomLimits
{
    // As many as the project we start from takes; a bigger room is the operator's choice.
    public const int DefaultCapacity = 64;

    // What an operator may ask for at most; arbitrary, twice the listeners that one core is meant to serve.
    public const int MaxCapacity = 4_096;

    // Rooms, empty ones that have not disappeared yet included; arbitrary, more than one machine can mix.
    public const int DefaultMaxRooms = 10_000;

    // User-perceived characters (grapheme clusters, UAX #29) of a display name; arbitrary, a line in a terminal. More do not fit
    // the protocol's bytes.
    public const int NameClusters = 64;

    // User-perceived characters of a room code; arbitrary. More do not fit the protocol's bytes.
    public const int CodeClusters = 128;

    // A cluster may carry any number of combining marks. So many bytes of UTF-8 per allowed cluster, as the protocol counts them,
    // are plenty for a name with a few of the longest emoji sequences, and keep a tower of marks out.
    public const int BytesPerCluster = 4;

    // People whom one participant may block at a time; arbitrary, so that a large room cannot be made to remember everybody's view
    // of everybody.
    public const int MaxBlocks = 256;

    // Bans that one room has at a time: a host can end the earlier bans of their own room only. Arbitrary, some hundred kicks
    // within ten minutes.
    public const int MaxBansPerRoom = 1_024;

    // Bans of all rooms together; arbitrary, a few megabytes.
    public const int MaxBans = 16_384;

    // How long a room stays after the last participant left.
    public static readonly TimeSpan DefaultCleanupInterval = TimeSpan.FromSeconds(30);

    // How long somebody who was put out stays out.
    public static readonly TimeSpan DefaultKickBan = TimeSpan.FromMinutes(10);
}
