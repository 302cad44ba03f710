using System.Diagnostics.CodeAnalysis;

namespace Mcu.Server.Rooms;

// The rooms that everybody has left, oldest first, each with the time at which it disappears. Pure; one caller at a time.
internal sealed class EmptyRooms
{
    private readonly LinkedList<(Room Room, long Due)> _oldestFirst = [];
    private readonly Dictionary<Room, LinkedListNode<(Room Room, long Due)>> _places = [];

    // When the first of them disappears; null where there is none.
    public long? NextDue => _oldestFirst.First?.Value.Due;

    // `due` must not be before that of a room that waits already.
    public void Add(Room room, long due) => _places.Add(room, _oldestFirst.AddLast((room, due)));

    // Somebody came in again. Nothing where the room does not wait.
    public void Remove(Room room)
    {
        if (_places.Remove(room, out LinkedListNode<(Room Room, long Due)>? place))
        {
            _oldestFirst.Remove(place);
        }
    }

    // Takes the room out that was left first, where that was due by `now`.
    public bool TryTake(long now, [NotNullWhen(true)] out Room? room)
    {
        room = null;
        if (_oldestFirst.First is { } first && first.Value.Due <= now)
        {
            room = first.Value.Room;
            Remove(room);
        }

        return room is not null;
    }
}
