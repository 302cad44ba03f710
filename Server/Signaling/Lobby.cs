using System.Diagnostics.CodeAnalysis;
using Mcu.Common.Protocol;
using Mcu.Server.Mixing;
using Mcu.Server.Rooms;

namespace Mcu.Server.Signaling;

// Where connections meet rooms: takes members in and lets them go, tells the others, and starts and stops the rooms' mixers. One
// lock keeps everybody's order of events the same; nothing under it waits. Thread: any.
// Comings and goings are here; .Moderation is what members do to each other, .Telling how all of it is said, .Cleanup what time
// brings about.
internal sealed partial class Lobby : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly RoomDirectory _directory;
    private readonly MixScheduler _scheduler;
    private readonly MixOptions _options;
    private readonly MixStatistics _statistics;
    private readonly MixStreamPool _streams;
    private readonly ReceiverPool _receivers;
    private readonly TalkerNews _news;
    private readonly Dictionary<Room, LiveRoom> _live = [];

    public Lobby(
        RoomDirectory directory, MixScheduler scheduler, MixOptions options, MixStatistics statistics, TimeProvider time)
    {
        _directory = directory;
        _scheduler = scheduler;
        _options = options;
        _statistics = statistics;
        _streams = new MixStreamPool(options.Encoder);
        _receivers = new ReceiverPool(options);
        _news = new TalkerNews(TellTalkers);
        _time = time;
        _cleanup = time.CreateTimer(_ => Clean(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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

    // People in rooms.
    public int ParticipantCount
    {
        get
        {
            lock (_lock)
            {
                return _directory.ParticipantCount;
            }
        }
    }

    // Takes a member into a room, both names cleaned: answers it with the roster and tells the others, in that order for
    // everyone. Nothing is sent where it is refused.
    public bool TryJoin(
        IRoomMember member,
        Join request,
        string code,
        string name,
        [NotNullWhen(true)] out Membership? membership,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        membership = null;
        ulong id;
        lock (_lock)
        {
            refusal = _directory.RefuseJoin(code, member.Visitor, Now);
            if (refusal is not null)
            {
                return false;
            }

            id = _directory.TakeId();
        }

        // Made outside of the lock, which others wait for. The place may be gone when it is done.
        var voice = new MixParticipant(id, member.Sink, _options, _statistics, _receivers);
        var self = new Participant(id, name, member.Visitor);
        lock (_lock)
        {
            RoomOutcome outcome = _directory.Join(code, self, Now);
            refusal = outcome.Refusal;
            if (refusal is not null)
            {
                voice.Dispose();
                return false;
            }

            membership = Enter(self, member, voice);
            member.Admit(voice);
            foreach (ControlMessage answer in RosterPaging.Split(Answer(request.RequestId, membership)))
            {
                member.Deliver(ControlCodec.EncodeFrame(answer));
            }

            TellTalkersTo(membership);
            Tell(membership.Room, outcome, LeaveReason.Left);
            ScheduleCleanup();
            return true;
        }
    }

    // Lets a member go and tells the rest. False where they had gone before, by this or a kick.
    public bool Leave(Membership membership, LeaveReason reason)
    {
        lock (_lock)
        {
            RoomOutcome outcome = _directory.Leave(membership.Id, Now);
            if (outcome.Refusal is not null)
            {
                return false;
            }

            Remove(membership);
            Tell(membership.Room, outcome, reason);
            ScheduleCleanup();
            return true;
        }
    }

    // After the scheduler: nobody is told of talkers any more, and nothing is cleaned up.
    public async ValueTask DisposeAsync()
    {
        await _cleanup.DisposeAsync();
        await _news.DisposeAsync();
        _streams.Dispose();
        _receivers.Dispose();
    }

    private Membership Enter(Participant self, IRoomMember member, MixParticipant voice)
    {
        if (!_directory.TryFindRoomOf(self.Id, out Room? room))
        {
            throw new InvalidOperationException($"Participant {self.Id} is in no room.");
        }

        if (!_live.TryGetValue(room, out LiveRoom? live))
        {
            live = new LiveRoom(room, _streams, _statistics, _news);
            _live.Add(room, live);
            _scheduler.Add(live.Mixer);
        }

        var membership = new Membership(live, self, member, voice);
        live.Members.Add(self.Id, membership);
        live.Mixer.Add(voice);
        return membership;
    }

    private void Remove(Membership membership)
    {
        LiveRoom room = membership.Room;
        room.Members.Remove(membership.Id);
        room.Mixer.Remove(membership.Voice);
        if (room.Members.Count == 0)
        {
            _live.Remove(room.Room);
            _scheduler.Remove(room.Mixer);
        }
    }
}
