using Mcu.Server.Rooms;
using static Mcu.Server.Tests.Rooms.TestRooms;

namespace Mcu.Server.Tests.Rooms;

public class RoomDirectoryTests
{
    [Fact]
    public void A_room_that_all_have_left_stays_for_the_interval()
    {
        var directory = new RoomDirectory(new RoomOptions(), 100);
        ulong ann = directory.Join("lobby");
        Assert.Null(directory.NextCleanup);
        directory.Leave(ann, Seconds(5));
        Assert.Equal(Seconds(35), directory.NextCleanup);

        directory.Clean(Seconds(34.9));
        Assert.True(directory.TryFind("lobby", out _));
        directory.Clean(Seconds(35));
        Assert.False(directory.TryFind("lobby", out _));
        Assert.Null(directory.NextCleanup);
    }

    [Fact]
    public void Who_comes_before_the_clean_up_keeps_the_room_and_is_its_host()
    {
        var directory = new RoomDirectory(new RoomOptions(), 100);
        ulong ann = directory.Join("lobby");
        directory.TryFindRoomOf(ann, out Room? room);
        directory.Leave(ann, Seconds(5));

        ulong bob = directory.Join("lobby", Seconds(20));
        Assert.Null(directory.NextCleanup);
        directory.Clean(Seconds(100));

        Assert.True(directory.TryFindRoomOf(bob, out Room? same));
        Assert.Same(room, same);
        Assert.Equal(bob, same.HostId);
    }

    [Fact]
    public void Ids_go_up_from_a_start_that_doubles_hold_exactly()
    {
        var directory = new RoomDirectory(new RoomOptions(), ulong.MaxValue);

        ulong first = directory.TakeId();

        Assert.Equal(1ul << 48, first);
        Assert.Equal(first + 1, directory.TakeId());
    }

    [Fact]
    public void Nobody_is_in_two_rooms()
    {
        var directory = new RoomDirectory(new RoomOptions(), 0);
        ulong ann = directory.Join("a");

        Assert.Throws<ArgumentException>(() => directory.Join("b", Someone(ann), 0));
        Assert.False(directory.TryFind("b", out _));
    }

    [Fact]
    public void A_full_room_refuses_and_others_do_not()
    {
        var directory = new RoomDirectory(new RoomOptions { Capacity = 1 }, 0);
        directory.Join("a");

        Assert.Equal(new Refusal.RoomFull(1), directory.Join("a", Someone(99), 0).Refusal);
        directory.Join("b");
    }

    [Fact]
    public void One_room_too_many_is_refused_unless_an_empty_one_gives_way()
    {
        var directory = new RoomDirectory(new RoomOptions { MaxRooms = 3 }, 0);
        ulong ann = directory.Join("a");
        ulong bob = directory.Join("b");
        directory.Join("c");
        Assert.Equal(new Refusal.TooManyRooms(3), directory.Join("d", Someone(99), 0).Refusal);
        directory.Join("a");

        directory.Leave(bob, Seconds(1));
        directory.Leave(ann, Seconds(2));
        directory.Join("d", Seconds(3));

        Assert.False(directory.TryFind("b", out _));
        Assert.Equal(3, directory.Rooms.Count);
        Assert.Null(directory.NextCleanup);
    }

    [Fact]
    public void Of_several_empty_rooms_the_oldest_gives_way()
    {
        var directory = new RoomDirectory(new RoomOptions { MaxRooms = 2 }, 0);
        ulong ann = directory.Join("a");
        ulong bob = directory.Join("b");
        directory.Leave(bob, Seconds(1));
        directory.Leave(ann, Seconds(2));

        directory.Join("c", Seconds(3));

        Assert.True(directory.TryFind("a", out _));
        Assert.False(directory.TryFind("b", out _));
    }

    [Fact]
    public void A_refused_join_leaves_no_trace()
    {
        var directory = new RoomDirectory(new RoomOptions { MaxRooms = 1 }, 0);
        directory.Join("a");

        directory.Join("b", Someone(99), 0);

        Assert.False(directory.TryFindRoomOf(99, out _));
        Assert.Single(directory.Rooms);
    }
}
