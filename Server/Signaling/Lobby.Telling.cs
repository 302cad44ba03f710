using Mcu.Common.Protocol;
using Mcu.Server.Rooms;

namespace Mcu.Server.Signaling;

// What happened, in the protocol's words, to everyone it is meant for. All of it under the lock, and none of it waits: a member
// who reads slowly has a queue of their own.
internal sealed partial class Lobby
{
    // `reason` is why somebody left who was not put out.
    private static void Tell(LiveRoom room, RoomOutcome outcome, LeaveReason reason)
    {
        foreach (RoomDelivery delivery in outcome.Deliveries)
        {
            if (delivery.Event is RoomEvent.SilenceChanged { Id: var id, Silence: var silence })
            {
                room.Members[id].Voice.IsMuted = silence != Silence.None;
            }

            Tell(room, delivery.To, MessageOf(delivery.Event, reason));
        }
    }

    // One encoding for all of them.
    private static void Tell(LiveRoom room, IReadOnlyCollection<ulong> to, ControlEvent message)
    {
        if (to.Count == 0)
        {
            return;
        }

        byte[] frame = ControlCodec.EncodeFrame(message);
        foreach (ulong id in to)
        {
            room.Members[id].Member.Deliver(frame);
        }
    }

    private static ControlEvent MessageOf(RoomEvent happened, LeaveReason reason) => happened switch
    {
        RoomEvent.Joined joined => new ParticipantJoined(joined.Id, joined.Name),
        RoomEvent.Left left => new ParticipantLeft(left.Id, left.Kicked ? LeaveReason.Kicked : reason),
        RoomEvent.HostChanged changed => new HostChanged(changed.Id),
        RoomEvent.SilenceChanged changed => new MuteChanged(changed.Id, MuteStateOf(changed.Silence)),
        _ => throw new InvalidOperationException($"A room event of type {happened.GetType().Name} has no message."),
    };

    private static Joined Answer(uint requestId, Membership newcomer)
    {
        Room room = newcomer.Room.Room;
        return new Joined(
            requestId,
            newcomer.Id,
            room.Code,
            room.HostId!.Value,
            [.. room.Participants.Select(one => new RosterEntry(one.Id, one.Name, MuteStateOf(one.Silence)))],
            More: false);
    }

    private static MuteState MuteStateOf(Silence silence) => (MuteState)silence;

    // The task of TalkerNews.
    private void TellTalkers(LiveRoom room)
    {
        lock (_lock)
        {
            // Who has gone since is not heard, and more than a message holds are not told apart.
            ulong[] talkers = [.. room.TakeLatest().Where(room.Members.ContainsKey).Take(ProtocolLimits.MaxTalkers)];
            if (!talkers.SequenceEqual(room.Talkers))
            {
                room.Talkers = talkers;
                Tell(room, room.Members.Keys, new Talking(talkers));
            }
        }
    }

    // A newcomer hears at once who is being heard.
    private static void TellTalkersTo(Membership newcomer)
    {
        ulong[] talkers = [.. newcomer.Room.Talkers.Where(newcomer.Room.Members.ContainsKey)];
        if (talkers.Length > 0)
        {
            newcomer.Member.Deliver(ControlCodec.EncodeFrame(new Talking(talkers)));
        }
    }
}
