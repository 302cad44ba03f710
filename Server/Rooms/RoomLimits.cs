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

    // A cluster may carry any number of combining marks. This many UTF-16 units per allowed cluster are plenty for the longest
    // emoji sequence in a name of ordinary ones, and keep a stack of marks from filling a control frame.
    public const int UnitsPerCluster = 4;
}
