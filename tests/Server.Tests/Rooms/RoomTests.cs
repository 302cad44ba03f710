using Mcu.Server.Rooms;

namespace Mcu.Server.Tests.Rooms;

public class RoomTests
{
    [Fact]
    public void The_first_to_join_is_host_and_nobody_needs_to_be_told()
    {
        var room = new Room("lobby", 3);

        RoomDelivery delivery = room.Join(new Participant(7, "ann"))!;

        Assert.Equal(7ul, room.HostId);
        Assert.Empty(delivery.To);
    }

    [Fact]
    public void A_join_is_told_to_those_who_were_there_before()
    {
        Room room = RoomOf(7, 8);

        RoomDelivery delivery = room.Join(new Participant(9, "cid"))!;

        Assert.Equal([7ul, 8ul], delivery.To);
        Assert.Equal(new RoomEvent.Joined(new Participant(9, "cid")), delivery.Event);
        Assert.Equal(7ul, room.HostId);
    }

    [Fact]
    public void When_the_host_leaves_the_lowest_id_takes_over_and_the_rest_are_told()
    {
        Room room = RoomOf(7, 8, 9);

        RoomDelivery delivery = room.Leave(7)!;

        Assert.Equal([8ul, 9ul], delivery.To);
        Assert.Equal(8ul, Assert.IsType<RoomEvent.Left>(delivery.Event).NewHost);
        Assert.Equal(8ul, room.HostId);
    }

    [Fact]
    public void When_another_leaves_the_host_stays()
    {
        Room room = RoomOf(7, 8, 9);

        RoomDelivery delivery = room.Leave(9)!;

        Assert.Null(Assert.IsType<RoomEvent.Left>(delivery.Event).NewHost);
        Assert.Equal(7ul, room.HostId);
    }

    [Fact]
    public void A_full_room_takes_nobody()
    {
        Room room = RoomOf(1, 2, 3);

        Assert.Null(room.Join(new Participant(4, "dot")));
        Assert.Equal(3, room.Count);
    }

    [Fact]
    public void Leaving_twice_is_nothing()
    {
        Room room = RoomOf(1, 2);
        room.Leave(1);

        Assert.Null(room.Leave(1));
        Assert.Equal(2ul, room.HostId);
    }

    [Fact]
    public void Any_sequence_of_joins_and_leaves_keeps_exactly_one_host_in_each_room()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var directory = new RoomDirectory(5, (ulong)random.NextInt64());
            var present = new List<(Room Room, ulong Id)>();
            for (int step = 0; step < 300; step++)
            {
                if (present.Count == 0 || random.Next(2) == 0)
                {
                    if (directory.Join($"room {random.Next(4)}", "someone") is { } entry)
                    {
                        present.Add((entry.Room, entry.Newcomer.Id));
                    }
                }
                else
                {
                    int index = random.Next(present.Count);
                    Assert.NotNull(directory.Leave(present[index].Room, present[index].Id));
                    present.RemoveAt(index);
                }

                foreach (Room room in directory.Rooms)
                {
                    ulong[] members = [.. present.Where(member => member.Room == room).Select(member => member.Id)];
                    Assert.NotEmpty(members);
                    Assert.InRange(members.Length, 1, 5);
                    Assert.Equal(members.Min(), room.HostId);
                    Assert.Equal(members.Order(), room.Participants.Select(participant => participant.Id));
                }

                Assert.Equal(present.Select(member => member.Room).Distinct().Count(), directory.Rooms.Count);
            }
        }
    }

    private static Room RoomOf(params ulong[] ids)
    {
        var room = new Room("lobby", 3);
        foreach (ulong id in ids)
        {
            room.Join(new Participant(id, $"participant {id}"));
        }

        return room;
    }
}
