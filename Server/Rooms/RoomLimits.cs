namespace Mcu.Server.Rooms;

// Every limit of rooms and names, each with its reason.
internal static class RoomLimits
{
    // As many as the project we start from takes; a bigger room is the operator's choice.
    public const int DefaultCapacity = 64;

    // What an operator may ask for at most; arbitrary, twice the listeners that one core is meant to serve.
    public const int MaxCapacity = 4_096;

    // User-perceived characters (grapheme clusters, UAX #29) of a display name; arbitrary, a line in a terminal.
    public const int NameClusters = 64;

    // User-perceived characters of a room code; arbitrary.
    public const int CodeClusters = 128;

    // A cluster may carry any number of combining marks. So many bytes of UTF-8 per allowed cluster, as the protocol counts them,
    // are plenty for a name with a few of the longest emoji sequences, and keep a tower of marks out.
    public const int BytesPerCluster = 4;
}
