using Mcu.Common.Protocol;
using Mcu.Server.Mixing;
using Mcu.Server.Rooms;

namespace Mcu.Server.Signaling;

// Where connections meet rooms: takes members in and lets them go, tells the others, and starts and stops the rooms' mixers. One
// lock keeps everybody's order of events the same; nothing under it waits. Thread: any.
internal sealed class Lobby
{
    private readonly Lock _lock = new();
    private readonly RoomDirectory _directory;
    private readonly MixScheduler _scheduler;
    private readonly MixOptions _options;
    private readonly MixStatistics _statistics;
    private readonly Dictionary<Room, LiveRoom> _live = [];

    public Lobby(RoomDirectory directory, MixScheduler scheduler, MixOptions options, MixStatistics statistics)
    {
        _directory = directory;
        _scheduler = scheduler;
        _options = options;
        _statistics = statistics;
    }

    // Rooms that have somebody in them.
    public int RoomCount
    {
        get
        {
            lock (_lock)
            {
                return _live.Count;
            }
        }
    }

    // Takes a member into a room, both names cleaned: answers it with the roster and tells the others, in that order for
    // everyone. Null, and nothing sent, where the room is full.
    public Membership? Join(IRoomMember member, uint requestId, string code, string name)
    {
        lock (_lock)
        {
            if (_directory.Join(code, name) is not { } entry)
            {
                return null;
            }

            var voice = new MixParticipant(entry.Newcomer.Id, member.Sink, _options, _statistics);
            LiveRoom room = FindOrStart(entry.Room);
            room.Members.Add(entry.Newcomer.Id, member);
            room.Mixer.Add(voice);
            foreach (ControlMessage answer in RosterPaging.Split(Answer(requestId, entry)))
            {
                member.Deliver(ControlCodec.EncodeFrame(answer));
            }

            Tell(room, entry.Delivery.To, new ParticipantJoined(entry.Newcomer.Id, entry.Newcomer.Name));
            return new Membership(room, entry.Newcomer, voice);
        }
    }

    // Lets a member go and tells the rest. Doing it twice is nothing.
    public void Leave(Membership membership, LeaveReason reason)
    {
        LiveRoom room = membership.Room;
        lock (_lock)
        {
            if (_directory.Leave(room.Room, membership.Self.Id) is not { Event: RoomEvent.Left left } delivery)
            {
                return;
            }

            room.Members.Remove(membership.Self.Id);
            room.Mixer.Remove(membership.Voice);
            Tell(room, delivery.To, new ParticipantLeft(left.Who.Id, reason));
            if (left.NewHost is { } host)
            {
                Tell(room, delivery.To, new HostChanged(host));
            }

            if (room.Room.IsEmpty)
            {
                _live.Remove(room.Room);
                _scheduler.Remove(room.Mixer);
            }
        }
    }

    private LiveRoom FindOrStart(Room room)
    {
        if (!_live.TryGetValue(room, out LiveRoom? live))
        {
            live = new LiveRoom(room, new RoomMixer(_statistics));
            _live.Add(room, live);
            _scheduler.Add(live.Mixer);
        }

        return live;
    }

    private static Joined Answer(uint requestId, RoomEntry entry) => new(
        requestId,
        entry.Newcomer.Id,
        entry.Room.Code,
        entry.Room.HostId!.Value,
        [.. entry.Room.Participants.Select(participant => new RosterEntry(participant.Id, participant.Name))],
        More: false);

    // One encoding for all of them.
    private static void Tell(LiveRoom room, IReadOnlyList<ulong> to, ControlEvent message)
    {
        if (to.Count == 0)
        {
            return;
        }

        byte[] frame = ControlCodec.EncodeFrame(message);
        foreach (ulong id in to)
        {
            room.Members[id].Deliver(frame);
        }
    }
}
