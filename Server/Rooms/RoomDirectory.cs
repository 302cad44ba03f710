using System.Diagnostics.CodeAnalysis;

namespace Mcu.Server.Rooms;

// Every room by its code. A room exists from the first join to the last leave. Pure; one caller at a time.
internal sealed class RoomDirectory
{
    private readonly Dictionary<string, Room> _rooms = new(StringComparer.Ordinal);
    private readonly int _capacity;
    private ulong _lastId;

    // `idSeed` makes participant ids hard to guess and keeps them from meeting those of an earlier run: 62 of its bits are the
    // start, which leaves room for 2^62 participants before the ids would wrap.
    public RoomDirectory(int capacity, ulong idSeed)
    {
        _capacity = capacity;
        _lastId = idSeed & (ulong.MaxValue >> 2);
    }

    public IReadOnlyCollection<Room> Rooms => _rooms.Values;

    // Takes someone into the room of that code, which comes to be where it was not. Both texts must have been cleaned.
    // Null where the room is full.
    public RoomEntry? Join(string code, string name)
    {
        if (!_rooms.TryGetValue(code, out Room? room))
        {
            room = new Room(code, _capacity);
        }

        if (room.IsFull)
        {
            return null;
        }

        var newcomer = new Participant(++_lastId, name);
        RoomDelivery delivery = room.Join(newcomer)!;
        _rooms[code] = room;
        return new RoomEntry(room, newcomer, delivery);
    }

    // Lets someone go; the room goes with the last of them. Null where the room has nobody of that id.
    public RoomDelivery? Leave(Room room, ulong id)
    {
        RoomDelivery? delivery = room.Leave(id);
        if (room.IsEmpty && TryFind(room.Code, out Room? known) && ReferenceEquals(known, room))
        {
            _rooms.Remove(room.Code);
        }

        return delivery;
    }

    public bool TryFind(string code, [NotNullWhen(true)] out Room? room) => _rooms.TryGetValue(code, out room);
}

// A successful join: the room, who joined, and what the others are told.
internal sealed record RoomEntry(Room Room, Participant Newcomer, RoomDelivery Delivery);
