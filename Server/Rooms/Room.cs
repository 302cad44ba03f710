namespace Mcu.Server.Rooms;

// Who is in a room and who is its host. Pure: no socket, clock or thread; every change comes back as the event to deliver.
// Thread: one caller at a time.
//
//   empty ──join──▶ hosted (one host, 1..Capacity participants) ──last leaves──▶ empty
//
// The first to come is the host; when the host goes, it is who has been there longest, which is the lowest id.
internal sealed class Room
{
    private readonly SortedDictionary<ulong, Participant> _participants = [];

    public Room(string code, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Code = code;
        Capacity = capacity;
    }

    public string Code { get; }

    public int Capacity { get; }

    // The host's id; null where the room is empty.
    public ulong? HostId { get; private set; }

    public int Count => _participants.Count;

    public bool IsEmpty => _participants.Count == 0;

    public bool IsFull => _participants.Count >= Capacity;

    // Everyone present, lowest id first.
    public IReadOnlyCollection<Participant> Participants => _participants.Values;

    // Takes someone in. Null where the room is full; the event goes to those who were there before.
    // An id that is in the room already is the caller's mistake and throws ArgumentException.
    public RoomDelivery? Join(Participant newcomer)
    {
        if (IsFull)
        {
            return null;
        }

        ulong[] others = [.. _participants.Keys];
        _participants.Add(newcomer.Id, newcomer);
        HostId ??= newcomer.Id;
        return new RoomDelivery(new RoomEvent.Joined(newcomer), others);
    }

    // Lets someone go. Null where that id is not in the room; the event goes to those who stay.
    public RoomDelivery? Leave(ulong id)
    {
        if (!_participants.Remove(id, out Participant? gone))
        {
            return null;
        }

        ulong[] rest = [.. _participants.Keys];
        ulong? newHost = null;
        if (HostId == id)
        {
            HostId = newHost = rest.Length > 0 ? rest[0] : null;
        }

        return new RoomDelivery(new RoomEvent.Left(gone, newHost), rest);
    }
}
