using Mcu.Server.Rooms;

namespace Mcu.Server.Tests.Rooms;

public class RoomDirectoryTests
{
    [Fact]
    public void A_room_lives_from_the_first_join_to_the_last_leave()
    {
        var directory = new RoomDirectory(4, 100);
        RoomEntry ann = directory.Join("lobby", "ann")!;
        RoomEntry bob = directory.Join("lobby", "bob")!;

        Assert.Same(ann.Room, bob.Room);
        directory.Leave(ann.Room, ann.Newcomer.Id);
        Assert.True(directory.TryFind("lobby", out _));
        directory.Leave(bob.Room, bob.Newcomer.Id);
        Assert.False(directory.TryFind("lobby", out _));
    }

    [Fact]
    public void Ids_go_up_and_none_is_used_twice()
    {
        var directory = new RoomDirectory(4, ulong.MaxValue);
        RoomEntry first = directory.Join("a", "ann")!;
        directory.Leave(first.Room, first.Newcomer.Id);

        RoomEntry second = directory.Join("b", "ann")!;

        Assert.Equal(first.Newcomer.Id + 1, second.Newcomer.Id);
    }

    [Fact]
    public void A_full_room_refuses_and_others_do_not()
    {
        var directory = new RoomDirectory(1, 0);
        directory.Join("a", "ann");

        Assert.Null(directory.Join("a", "bob"));
        Assert.NotNull(directory.Join("b", "bob"));
    }

    [Fact]
    public void A_late_leave_does_not_take_a_new_room_of_the_same_code_along()
    {
        var directory = new RoomDirectory(4, 0);
        RoomEntry old = directory.Join("a", "ann")!;
        directory.Leave(old.Room, old.Newcomer.Id);
        directory.Join("a", "bob");

        Assert.Null(directory.Leave(old.Room, old.Newcomer.Id));
        Assert.True(directory.TryFind("a", out _));
    }
}
