using Mcu.Common.Protocol;
using Mcu.Server.Hosting;

namespace Mcu.Server.Tests.Signaling;

public class ConversationTests
{
    [Fact]
    public async Task Hello_is_answered_with_what_the_server_allows()
    {
        await using var server = new SignalingFixture(maxRoomSize: 7);
        TestPeer ann = await server.ConnectAsync();

        Welcome welcome = await ann.HelloAsync();

        Assert.Equal(1, welcome.Version);
        Assert.Equal(7, welcome.MaxRoomSize);
        Assert.StartsWith("mcu-server/", welcome.Software, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Those_in_a_room_learn_of_each_other()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("lobby", " ann\u0007 ");
        TestPeer bob = await server.JoinAsync("lobby", "bob");
        ulong annId = ann.Place!.ParticipantId;
        ulong bobId = bob.Place!.ParticipantId;

        Assert.Equal([new RosterEntry(annId, "ann")], ann.Place.Roster);
        Assert.Equal([new RosterEntry(annId, "ann"), new RosterEntry(bobId, "bob")], bob.Place.Roster);
        Assert.Equal(annId, bob.Place.HostId);
        Assert.Equal(new ParticipantJoined(bobId, "bob"), await ann.ReadAsync());

        await ann.SendAsync(new Leave(9));

        Assert.Equal(new Ok(9), await ann.ReadAsync());
        Assert.Equal(new ParticipantLeft(annId, LeaveReason.Left), await bob.ReadAsync());
        Assert.Equal(new HostChanged(bobId), await bob.ReadAsync());
    }

    [Fact]
    public async Task Who_left_may_join_again_and_is_someone_new()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("lobby", "ann");
        ulong before = ann.Place!.ParticipantId;
        await ann.SendAsync(new Leave(9));
        await ann.ReadAsync<Ok>();
        Assert.Equal(0, server.Host.RoomCount);

        Joined again = await ann.JoinAsync("elsewhere", "ann");

        Assert.NotEqual(before, again.ParticipantId);
        Assert.Equal(1, server.Host.RoomCount);
    }

    [Fact]
    public async Task A_large_roster_comes_in_parts()
    {
        await using var server = new SignalingFixture(maxRoomSize: 250);
        for (int i = 0; i < 210; i++)
        {
            await server.JoinAsync("hall", $"guest {i}");
        }

        TestPeer last = await server.ConnectAsync();
        await last.HelloAsync();
        Joined joined = await last.JoinAsync("hall", "last");

        Assert.True(joined.More);
        RosterPart rest = await last.ReadAsync<RosterPart>();
        Assert.False(rest.More);
        Assert.Equal(211, joined.Roster.Count + rest.Roster.Count);
        Assert.Equal("last", rest.Roster[^1].Name);
    }

    [Theory]
    [InlineData("", "ann", ErrorCode.BadRoomName)]
    [InlineData("lobby", "\u0001", ErrorCode.BadName)]
    public async Task A_join_that_cannot_be_is_answered_and_may_be_tried_again(string room, string name, ErrorCode expected)
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.ConnectAsync();
        await ann.HelloAsync();

        await ann.SendAsync(new Join(5, room, name));

        Error refusal = await ann.ReadAsync<Error>();
        Assert.Equal((5u, expected), (refusal.RequestId, refusal.Code));
        Assert.EndsWith("allowed.", refusal.Sentence, StringComparison.Ordinal);
        await ann.JoinAsync("lobby", "ann");
    }

    [Fact]
    public async Task A_full_room_is_answered_and_another_may_be_tried()
    {
        await using var server = new SignalingFixture(maxRoomSize: 1);
        await server.JoinAsync("lobby", "ann");
        TestPeer bob = await server.ConnectAsync();
        await bob.HelloAsync();

        await bob.SendAsync(new Join(5, "lobby", "bob"));

        Assert.Equal(
            new Error(5, ErrorCode.RoomFull, "The room has 1 participant, as many as it takes."), await bob.ReadAsync());
        await bob.JoinAsync("elsewhere", "bob");
    }

    [Fact]
    public async Task A_room_too_many_is_answered_and_one_that_exists_may_be_joined()
    {
        await using var server = new SignalingFixture(new ServerOptions { MaxRooms = 1 });
        TestPeer ann = await server.JoinAsync("lobby", "ann");
        TestPeer bob = await server.GreetAsync();

        Assert.Equal(
            "The server has 1 room, as many as it takes; one that exists may be joined.",
            await bob.RefusedAsync(new Join(5, "elsewhere", "bob"), ErrorCode.TooManyRooms));
        await bob.JoinAsync("lobby", "bob");
        await bob.SendAsync(new Leave(6));
        await bob.ReadAsync<Ok>();
        await ann.SendAsync(new Leave(6));
        await ann.ReadAsync<ParticipantJoined>();
        await ann.ReadAsync<ParticipantLeft>();
        await ann.ReadAsync<Ok>();

        // The empty one gives way.
        await bob.JoinAsync("elsewhere", "bob");
    }

    [Fact]
    public async Task An_operator_sets_how_long_names_and_codes_may_be()
    {
        await using var server = new SignalingFixture(new ServerOptions { MaxDisplayName = 3, MaxRoomCode = 2 });
        TestPeer ann = await server.GreetAsync();

        Assert.Equal(
            "The name has 4 characters; at most 3 are allowed.",
            await ann.RefusedAsync(new Join(5, "ab", "anna"), ErrorCode.BadName));
        Assert.Equal(
            "The room code has 3 characters; at most 2 are allowed.",
            await ann.RefusedAsync(new Join(6, "abc", "ann"), ErrorCode.BadRoomName));
        await ann.JoinAsync("ab", "ann");
    }

    [Fact]
    public async Task Who_comes_into_a_room_that_was_left_is_its_host()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("lobby", "ann");
        await ann.SendAsync(new Leave(5));
        await ann.ReadAsync<Ok>();
        server.Time.Advance(TimeSpan.FromSeconds(29));

        TestPeer bob = await server.JoinAsync("lobby", "bob");

        Assert.Equal(bob.Id, bob.Place!.HostId);
    }

    [Fact]
    public async Task Requests_that_do_not_fit_the_phase_are_answered()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.ConnectAsync();
        await ann.HelloAsync();

        await ann.SendAsync(new Leave(4));
        Assert.Equal(ErrorCode.NotInRoom, (await ann.ReadAsync<Error>()).Code);
        await ann.IsServedAsync();
        await ann.JoinAsync("lobby", "ann");
        await ann.SendAsync(new Join(6, "lobby", "ann"));
        Assert.Equal(ErrorCode.AlreadyInRoom, (await ann.ReadAsync<Error>()).Code);
        await ann.IsServedAsync();
    }

    [Theory]
    [InlineData(true, LeaveReason.Left)]
    [InlineData(false, LeaveReason.ConnectionLost)]
    public async Task When_a_connection_ends_the_others_are_told(bool inOrder, LeaveReason expected)
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("lobby", "ann");
        TestPeer bob = await server.JoinAsync("lobby", "bob");
        await ann.ReadAsync<ParticipantJoined>();

        if (inOrder)
        {
            await bob.Connection.CloseAsync(0, "");
        }
        else
        {
            bob.Connection.Vanish();
        }

        Assert.Equal(new ParticipantLeft(bob.Place!.ParticipantId, expected), await ann.ReadAsync());
    }

    [Fact]
    public async Task Datagrams_before_a_join_are_dropped_and_counted()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.ConnectAsync();
        await ann.HelloAsync();
        ann.Connection.TrySendDatagram([1, 2, 3]);

        Assert.Equal(1, server.Host.Statistics.OutsideRoom);
        await ann.JoinAsync("lobby", "ann");
        ann.Connection.TrySendDatagram([1, 2, 3]);
        Assert.Equal(1, server.Host.Statistics.OutsideRoom);
        Assert.Equal(2, server.Host.Statistics.DatagramsIn);
    }

    // Where the ids of a server begin, nobody can tell from another server, nor from its own last run.
    [Fact]
    public async Task Ids_begin_anywhere_and_stay_exact_in_a_double()
    {
        var starts = new List<ulong>();
        for (int run = 0; run < 8; run++)
        {
            await using var server = new SignalingFixture();
            TestPeer ann = await server.JoinAsync("lobby", "ann");
            TestPeer bob = await server.JoinAsync("lobby", "bob");
            Assert.True(ann.Id < bob.Id && bob.Id < 1ul << 53);
            starts.Add(ann.Id);
        }

        // Of 2^48 starts, eight lie within a million of one another less often than once in two million times.
        starts.Sort();
        Assert.All(starts.Zip(starts.Skip(1)), pair => Assert.True(pair.Second - pair.First > 1_000_000));
    }
}
