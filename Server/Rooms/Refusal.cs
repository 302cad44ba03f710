namespace Mcu.Server.Rooms;

// Why a room or the directory did not do what it was asked to; nothing has changed then. The sentence is made elsewhere.
internal abstract record Refusal
{
    // Whoever asks is in no room.
    public sealed record NotInRoom : Refusal;

    // Only the host may do that.
    public sealed record NotHost(string HostName) : Refusal;

    // Nobody of that id is in the room of whoever asks.
    public sealed record NoSuchParticipant(ulong Id) : Refusal;

    // It makes sense about others only.
    public sealed record Yourself : Refusal;

    // The room has as many participants as it takes.
    public sealed record RoomFull(int Capacity) : Refusal;

    // The server has as many rooms with people in them as it takes.
    public sealed record TooManyRooms(int Limit) : Refusal;

    // Put out of that room, and may not come back for so many nanoseconds.
    public sealed record Kicked(long TimeLeft) : Refusal;

    // Whoever asks has blocked as many as one may.
    public sealed record TooManyBlocks(int Limit) : Refusal;
}
