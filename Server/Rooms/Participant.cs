namespace Mcu.Server.Rooms;

// Someone in a room, and what holds for as long as they are there. Changed by their room alone.
internal sealed class Participant(ulong id, string name, Visitor visitor)
{
    // Never given again while the server runs.
    public ulong Id { get; } = id;

    // Cleaned; need not be unique.
    public string Name { get; } = name;

    public Visitor Visitor { get; } = visitor;

    public Silence Silence { get; set; }

    // The ids of those whom this one does not want to hear; all of them are in the room.
    public HashSet<ulong> Blocked { get; } = [];
}
