using Mcu.Common;
using Mcu.Server.Rooms;

namespace Mcu.Server.Tests.Rooms;

// Rooms and people for tests that do not care who they are.
internal static class TestRooms
{
    public static Participant Someone(ulong id, string? identity = null, string address = "192.0.2.1") =>
        new(id, $"participant {id}", new Visitor(identity, address));

    public static Room RoomOf(params ulong[] ids)
    {
        var room = new Room("lobby", 3);
        foreach (ulong id in ids)
        {
            room.Join(Someone(id));
        }

        return room;
    }

    // Joins with the next id; answers it.
    public static ulong Join(
        this RoomDirectory directory, string code, long now = 0, string? identity = null, string address = "192.0.2.1")
    {
        ulong id = directory.TakeId();
        Assert.Null(directory.Join(code, Someone(id, identity, address), now).Refusal);
        return id;
    }

    public static long Seconds(double seconds) => (long)(seconds * MonotonicClock.Second);
}
