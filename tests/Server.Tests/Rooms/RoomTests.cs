using Mcu.Server.Rooms;

namespace Mcu.Server.Tests.Rooms;

public class RoomTests
{
    [Fact]
    public void The_first_to_join_is_host_and_nobody_needs_to_be_told()
    {
        var room = new Room("lobby", 3);

        RoomOutcome outcome = room.Join(TestRooms.Someone(7));

        Assert.Equal(7ul, room.HostId);
        Assert.Empty(Assert.Single(outcome.Deliveries).To);
    }

    [Fact]
    public void A_join_is_told_to_those_who_were_there_before()
    {
        Room room = TestRooms.RoomOf(7, 8);

        RoomDelivery delivery = Assert.Single(room.Join(TestRooms.Someone(9)).Deliveries);

        Assert.Equal([7ul, 8ul], delivery.To);
        Assert.Equal(new RoomEvent.Joined(9, "participant 9"), delivery.Event);
        Assert.Equal(7ul, room.HostId);
    }

    [Fact]
    public void When_the_host_leaves_the_lowest_id_takes_over_and_the_rest_are_told()
    {
        Room room = TestRooms.RoomOf(7, 8, 9);

        RoomOutcome outcome = room.Leave(7);

        Assert.All(outcome.Deliveries, delivery => Assert.Equal([8ul, 9ul], delivery.To));
        Assert.Equal(
            [new RoomEvent.Left(7, false), new RoomEvent.HostChanged(8)],
            outcome.Deliveries.Select(delivery => delivery.Event));
        Assert.Equal(8ul, room.HostId);
    }

    [Fact]
    public void The_lowest_id_takes_over_even_from_one_that_is_lower_still_to_come()
    {
        Room room = TestRooms.RoomOf(8, 9);
        room.Join(TestRooms.Someone(7));
        Assert.Equal(8ul, room.HostId);

        room.Leave(8);

        Assert.Equal(7ul, room.HostId);
    }

    [Fact]
    public void Whoever_takes_over_is_no_longer_silenced_by_the_host()
    {
        Room room = TestRooms.RoomOf(7, 8, 9);
        room.Mute(8, true);
        room.ForceMute(7, 8, true);

        RoomOutcome outcome = room.Leave(7);

        RoomDelivery last = outcome.Deliveries[^1];
        Assert.Equal(new RoomEvent.SilenceChanged(8, Silence.Self), last.Event);
        Assert.Equal([8ul, 9ul], last.To);
    }

    [Fact]
    public void When_another_leaves_the_host_stays()
    {
        Room room = TestRooms.RoomOf(7, 8, 9);

        Assert.Equal(new RoomEvent.Left(9, false), Assert.Single(room.Leave(9).Deliveries).Event);
        Assert.Equal(7ul, room.HostId);
    }

    [Fact]
    public void Who_comes_into_a_room_that_all_have_left_is_its_host()
    {
        Room room = TestRooms.RoomOf(7, 8);
        room.Leave(7);
        room.Leave(8);
        Assert.Null(room.HostId);

        room.Join(TestRooms.Someone(9));

        Assert.Equal(9ul, room.HostId);
    }

    [Fact]
    public void A_full_room_takes_nobody()
    {
        Room room = TestRooms.RoomOf(1, 2, 3);

        Assert.Equal(new Refusal.RoomFull(3), room.Join(TestRooms.Someone(4)).Refusal);
        Assert.Equal(3, room.Count);
    }

    [Fact]
    public void Leaving_twice_is_refused()
    {
        Room room = TestRooms.RoomOf(1, 2);
        room.Leave(1);

        Assert.Equal(new Refusal.NotInRoom(), room.Leave(1).Refusal);
        Assert.Equal(2ul, room.HostId);
    }
}
