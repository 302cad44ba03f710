namespace Mcu.Server.Rooms;

// Someone in a room. Ids grow in the order of joining and are never used again while the server runs.
internal sealed record Participant(ulong Id, string Name);
