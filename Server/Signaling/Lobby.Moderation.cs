using Mcu.Common.Protocol;
using Mcu.Server.Rooms;

namespace Mcu.Server.Signaling;

// What members do to themselves and to each other. Everyone concerned has been told when one of these returns, whoever asked
// included; null is success, otherwise nothing has changed.
internal sealed partial class Lobby
{
    private static readonly RoomOutcome s_notInRoom = RoomOutcome.Refused(new Refusal.NotInRoom());

    public Refusal? Mute(Membership by, bool muted)
    {
        lock (_lock)
        {
            return Carry(by, _directory.TryFindRoomOf(by.Id, out Room? room) ? room.Mute(by.Id, muted) : s_notInRoom);
        }
    }

    public Refusal? ForceMute(Membership by, ulong whom, bool muted)
    {
        lock (_lock)
        {
            return Carry(
                by, _directory.TryFindRoomOf(by.Id, out Room? room) ? room.ForceMute(by.Id, whom, muted) : s_notInRoom);
        }
    }

    // `reason` is cleaned; it may be empty.
    public Refusal? Kick(Membership by, ulong whom, string reason)
    {
        lock (_lock)
        {
            RoomOutcome outcome = _directory.Kick(by.Id, whom, Now);
            if (outcome.Refusal is null)
            {
                Membership kicked = by.Room.Members[whom];
                Remove(kicked);
                kicked.Member.PutOut(ModerationText.PutOut(by.Self.Name, reason));
                ScheduleCleanup();
            }

            return Carry(by, outcome);
        }
    }

    public Refusal? Block(Membership by, ulong whom, bool blocked)
    {
        lock (_lock)
        {
            RoomOutcome outcome =
                _directory.TryFindRoomOf(by.Id, out Room? room) ? room.Block(by.Id, whom, blocked) : s_notInRoom;
            if (outcome.Refusal is null && blocked)
            {
                by.Voice.Block(by.Room.Members[whom].Voice);
            }
            else if (outcome.Refusal is null)
            {
                by.Voice.Unblock(by.Room.Members[whom].Voice);
            }

            return outcome.Refusal;
        }
    }

    private static Refusal? Carry(Membership by, RoomOutcome outcome)
    {
        Tell(by.Room, outcome, LeaveReason.Left);
        return outcome.Refusal;
    }
}
