using Mcu.Server.Rooms;
using static Mcu.Server.Tests.Rooms.TestRooms;

namespace Mcu.Server.Tests.Rooms;

// The host is in the room from another address than everyone else.
public class KickBansTests
{
    private const string Home = "198.51.100.7";

    private readonly RoomDirectory _directory = new(new RoomOptions(), 0);
    private readonly ulong _host;

    public KickBansTests() => _host = _directory.Join("lobby", identity: "the host");

    [Fact]
    public void Who_was_put_out_stays_out_for_ten_minutes()
    {
        Kick(Seconds(1), "bob");

        Assert.Equal(new Refusal.Kicked(Seconds(600)), Refusal("lobby", Seconds(1), "bob"));
        Assert.Equal(new Refusal.Kicked(1), Refusal("lobby", Seconds(601) - 1, "bob"));
        Assert.Null(Refusal("lobby", Seconds(601), "bob"));
    }

    [Fact]
    public void An_identity_is_known_from_everywhere_and_others_of_its_address_are_not_punished()
    {
        Kick(0, "bob");

        Assert.NotNull(Refusal("lobby", 0, "bob", "203.0.113.9"));
        Assert.NotNull(Refusal("lobby", 0, identity: null));
        Assert.Null(Refusal("lobby", 0, "carol"));
        Assert.Null(Refusal("lobby", 0, null, "203.0.113.9"));
    }

    [Fact]
    public void The_anonymous_are_known_by_their_address()
    {
        Kick(0, identity: null);

        Assert.NotNull(Refusal("lobby", 0, identity: null));
        Assert.Null(Refusal("lobby", 0, "carol"));
        Assert.Null(Refusal("lobby", 0, null, "203.0.113.9"));
    }

    [Fact]
    public void An_identity_that_reads_like_an_address_is_none()
    {
        Kick(0, identity: null);

        Assert.Null(Refusal("lobby", 0, Home));
    }

    [Fact]
    public void Other_rooms_do_not_know()
    {
        Kick(0, "bob");

        Assert.Null(Refusal("elsewhere", 0, "bob"));
    }

    [Fact]
    public void A_ban_outlives_the_room()
    {
        Kick(0, "bob");
        _directory.Leave(_host, Seconds(1));
        _directory.Clean(Seconds(100));
        Assert.Empty(_directory.Rooms);

        Assert.NotNull(Refusal("lobby", Seconds(100), "bob"));
        Assert.Equal(Seconds(600), _directory.NextCleanup);
        _directory.Clean(Seconds(600));
        Assert.Equal(0, _directory.Bans.Count);
        Assert.Null(_directory.NextCleanup);
    }

    [Fact]
    public void A_second_kick_begins_anew()
    {
        Kick(0, "bob");
        Kick(Seconds(600), "bob");
        _directory.Clean(Seconds(1_199));

        Assert.Equal(new Refusal.Kicked(Seconds(1)), Refusal("lobby", Seconds(1_199), "bob"));
        Assert.Equal(2, _directory.Bans.Count);
    }

    [Fact]
    public void It_can_be_turned_off()
    {
        var directory = new RoomDirectory(new RoomOptions { KickBan = TimeSpan.Zero }, 0);
        ulong host = directory.Join("lobby");
        directory.Kick(host, directory.Join("lobby"), 0);

        directory.Join("lobby");
        Assert.Equal(0, directory.Bans.Count);
    }

    [Fact]
    public void A_kick_that_is_refused_bans_nobody()
    {
        ulong bob = _directory.Join("lobby", 0, "bob");

        Assert.NotNull(_directory.Kick(bob, _host, 0).Refusal);
        Assert.NotNull(_directory.Kick(_host, _host, 0).Refusal);
        Assert.NotNull(_directory.Kick(99, bob, 0).Refusal);
        Assert.Equal(0, _directory.Bans.Count);
    }

    [Fact]
    public void One_ban_too_many_in_a_room_ends_the_oldest_of_that_room()
    {
        var bans = new KickBans(Seconds(600));
        bans.Add("elsewhere", new Visitor(null, "first"), 0);
        for (int i = 0; i <= RoomLimits.MaxBansPerRoom; i++)
        {
            bans.Add("lobby", new Visitor(null, $"address {i}"), 0);
        }

        Assert.Equal(RoomLimits.MaxBansPerRoom + 1, bans.Count);
        Assert.Equal(0, bans.TimeLeft("lobby", new Visitor(null, "address 0"), 0));
        Assert.NotEqual(0, bans.TimeLeft("lobby", new Visitor(null, "address 1"), 0));
        Assert.NotEqual(0, bans.TimeLeft("elsewhere", new Visitor(null, "first"), 0));
    }

    [Fact]
    public void One_ban_too_many_in_all_ends_the_oldest()
    {
        var bans = new KickBans(Seconds(600));
        for (int i = 0; i <= RoomLimits.MaxBans; i++)
        {
            bans.Add($"room {i}", new Visitor(null, "address"), 0);
        }

        Assert.Equal(RoomLimits.MaxBans, bans.Count);
        Assert.Equal(0, bans.TimeLeft("room 0", new Visitor(null, "address"), 0));
        Assert.NotEqual(0, bans.TimeLeft("room 1", new Visitor(null, "address"), 0));
        bans.Sweep(Seconds(600));
        Assert.Equal(0, bans.Count);
    }

    private void Kick(long now, string? identity) =>
        Assert.Null(_directory.Kick(_host, _directory.Join("lobby", now, identity, Home), now).Refusal);

    private Refusal? Refusal(string code, long now, string? identity, string address = Home) =>
        _directory.RefuseJoin(code, new Visitor(identity, address), now);
}
