using Mcu.Server.Rooms;

namespace Mcu.Server.Tests.Rooms;

// 7 is the host of everyone's room here.
public class RoomModerationTests
{
    private readonly Room _room = TestRooms.RoomOf(7, 8, 9);

    [Fact]
    public void Everyone_is_told_of_a_mute_once()
    {
        RoomDelivery delivery = Assert.Single(_room.Mute(8, true).Deliveries);

        Assert.Equal(new RoomEvent.SilenceChanged(8, Silence.Self), delivery.Event);
        Assert.Equal([7ul, 8ul, 9ul], delivery.To);
        Assert.Same(RoomOutcome.Nothing, _room.Mute(8, true));
        Assert.Same(RoomOutcome.Nothing, _room.Mute(9, false));
    }

    [Fact]
    public void Two_reasons_for_silence_are_independent()
    {
        _room.ForceMute(7, 8, true);
        Assert.Equal(new RoomEvent.SilenceChanged(8, Silence.Self | Silence.Host), Only(_room.Mute(8, true)));
        Assert.Equal(new RoomEvent.SilenceChanged(8, Silence.Host), Only(_room.Mute(8, false)));
        Assert.Equal(new RoomEvent.SilenceChanged(8, Silence.None), Only(_room.ForceMute(7, 8, false)));
        Assert.Same(RoomOutcome.Nothing, _room.ForceMute(7, 8, false));
    }

    [Fact]
    public void A_kick_is_told_to_those_who_stay()
    {
        RoomDelivery delivery = Assert.Single(_room.Kick(7, 8).Deliveries);

        Assert.Equal(new RoomEvent.Left(8, true), delivery.Event);
        Assert.Equal([7ul, 9ul], delivery.To);
        Assert.Equal([7ul, 9ul], _room.Participants.Select(one => one.Id));
    }

    [Fact]
    public void Only_the_host_may_kick_and_silence()
    {
        var refusal = new Refusal.NotHost("participant 7");

        Assert.Equal(refusal, _room.Kick(8, 9).Refusal);
        Assert.Equal(refusal, _room.Kick(8, 8).Refusal);
        Assert.Equal(refusal, _room.Kick(8, 42).Refusal);
        Assert.Equal(refusal, _room.ForceMute(8, 9, true).Refusal);
        Assert.Equal(refusal, _room.ForceMute(8, 7, false).Refusal);
        Assert.Equal(3, _room.Count);
    }

    [Fact]
    public void Nobody_does_these_to_themselves()
    {
        var refusal = new Refusal.Yourself();

        Assert.Equal(refusal, _room.Kick(7, 7).Refusal);
        Assert.Equal(refusal, _room.ForceMute(7, 7, true).Refusal);
        Assert.Equal(refusal, _room.Block(8, 8, true).Refusal);
        Assert.Equal(refusal, _room.Block(8, 8, false).Refusal);
    }

    [Fact]
    public void Whoever_is_not_there_is_named()
    {
        var refusal = new Refusal.NoSuchParticipant(42);

        Assert.Equal(refusal, _room.Kick(7, 42).Refusal);
        Assert.Equal(refusal, _room.ForceMute(7, 42, true).Refusal);
        Assert.Equal(refusal, _room.Block(8, 42, true).Refusal);
        Assert.Equal(refusal, _room.Block(8, 42, false).Refusal);
    }

    [Fact]
    public void A_stranger_may_nothing()
    {
        var refusal = new Refusal.NotInRoom();

        Assert.Equal(refusal, _room.Mute(42, true).Refusal);
        Assert.Equal(refusal, _room.Kick(42, 8).Refusal);
        Assert.Equal(refusal, _room.ForceMute(42, 8, true).Refusal);
        Assert.Equal(refusal, _room.Block(42, 8, true).Refusal);
    }

    [Fact]
    public void A_block_is_told_to_nobody_and_ends_when_either_leaves()
    {
        Assert.Same(RoomOutcome.Nothing, _room.Block(8, 9, true));
        Assert.Same(RoomOutcome.Nothing, _room.Block(8, 9, true));
        Assert.Equal([9ul], BlockedBy(8));
        Assert.Empty(BlockedBy(9));

        _room.Leave(9);

        Assert.Empty(BlockedBy(8));
        _room.Block(8, 7, true);
        Assert.Same(RoomOutcome.Nothing, _room.Block(8, 7, false));
        Assert.Empty(BlockedBy(8));
    }

    [Fact]
    public void Nobody_blocks_without_end()
    {
        var hall = new Room("hall", 1_000);
        for (ulong id = 1; id <= RoomLimits.MaxBlocks + 2; id++)
        {
            hall.Join(TestRooms.Someone(id));
        }

        for (ulong id = 2; id <= RoomLimits.MaxBlocks + 1; id++)
        {
            Assert.Null(hall.Block(1, id, true).Refusal);
        }

        ulong last = RoomLimits.MaxBlocks + 2;
        Assert.Equal(new Refusal.TooManyBlocks(RoomLimits.MaxBlocks), hall.Block(1, last, true).Refusal);
        Assert.Null(hall.Block(1, 2, true).Refusal);
        hall.Block(1, 2, false);
        Assert.Null(hall.Block(1, last, true).Refusal);
    }

    private static RoomEvent Only(RoomOutcome outcome) => Assert.Single(outcome.Deliveries).Event;

    private HashSet<ulong> BlockedBy(ulong id) => _room.TryFind(id, out Participant? one) ? one.Blocked : [];
}
