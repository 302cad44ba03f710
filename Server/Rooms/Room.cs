using System.Diagnostics.CodeAnalysis;

namespace Mcu.Server.Rooms;

// Who is in a room and who is its host. Pure: no socket, clock or thread; every change comes back as the events to deliver.
// Comings and goings are here, what people may do to each other in .Moderation. Thread: one caller at a time.
//
//   empty ──join──▶ hosted (one host, 1..Capacity participants) ──last leaves──▶ empty
//
// Who comes into an empty room is its host; when the host goes, it is whoever has the lowest id of those who stay. The host is
// never silenced by the host: whoever takes over is freed of that, as nobody could do it afterwards.
internal sealed partial class Room
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

    public bool TryFind(ulong id, [NotNullWhen(true)] out Participant? participant) =>
        _participants.TryGetValue(id, out participant);

    // Takes someone in where there is a place; the event goes to those who were there before. An id that is in the room already
    // is the caller's mistake and throws ArgumentException.
    public RoomOutcome Join(Participant newcomer)
    {
        if (IsFull)
        {
            return RoomOutcome.Refused(new Refusal.RoomFull(Capacity));
        }

        ulong[] others = Everyone();
        _participants.Add(newcomer.Id, newcomer);
        HostId ??= newcomer.Id;
        return RoomOutcome.Done(new RoomDelivery(new RoomEvent.Joined(newcomer.Id, newcomer.Name), others));
    }

    // Lets someone go; the events go to those who stay.
    public RoomOutcome Leave(ulong id) => _participants.ContainsKey(id)
        ? RoomOutcome.Done(Remove(id, kicked: false))
        : RoomOutcome.Refused(new Refusal.NotInRoom());

    private List<RoomDelivery> Remove(ulong id, bool kicked)
    {
        _participants.Remove(id);
        foreach (Participant other in _participants.Values)
        {
            other.Blocked.Remove(id);
        }

        ulong[] rest = Everyone();
        List<RoomDelivery> deliveries = [new(new RoomEvent.Left(id, kicked), rest)];
        if (HostId == id)
        {
            HandOver(rest, deliveries);
        }

        return deliveries;
    }

    private void HandOver(ulong[] rest, List<RoomDelivery> deliveries)
    {
        if (rest.Length == 0)
        {
            HostId = null;
            return;
        }

        Participant host = _participants[rest[0]];
        HostId = host.Id;
        deliveries.Add(new RoomDelivery(new RoomEvent.HostChanged(host.Id), rest));
        if (host.Silence.HasFlag(Silence.Host))
        {
            deliveries.Add(Silenced(host, host.Silence & ~Silence.Host));
        }
    }

    private ulong[] Everyone() => [.. _participants.Keys];
}
