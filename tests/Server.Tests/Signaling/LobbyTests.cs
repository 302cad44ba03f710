using Mcu.Common.Protocol;

namespace Mcu.Server.Tests.Signaling;

// What the mixer and the clock bring about in rooms; the mixer's words are said by the test.
public class LobbyTests
{
    [Fact]
    public async Task Everyone_is_told_who_is_heard()
    {
        await using var fixture = new LobbyFixture();
        TestMember ann = fixture.Join("lobby");
        TestMember bob = fixture.Join("lobby");
        TestMember eve = fixture.Join("elsewhere");
        await ann.ReadAsync<ParticipantJoined>();

        ann.Place.Room.TalkersChanged([bob.Id]);

        Assert.Equal(new Talking([bob.Id]), await ann.ReadAsync());
        Assert.Equal(new Talking([bob.Id]), await bob.ReadAsync());
        ann.Place.Room.TalkersChanged([]);
        Assert.Equal(new Talking([]), await ann.ReadAsync());
        Assert.Equal(0, eve.Waiting);
    }

    [Fact]
    public async Task A_newcomer_is_told_who_is_heard_after_the_roster()
    {
        await using var fixture = new LobbyFixture();
        TestMember ann = fixture.Join("lobby");
        ann.Place.Room.TalkersChanged([ann.Id]);
        await ann.ReadAsync<Talking>();

        TestMember bob = fixture.Join("lobby");

        Assert.Equal(new Talking([ann.Id]), await bob.ReadAsync());
    }

    [Fact]
    public async Task A_newcomer_to_silence_is_told_nothing()
    {
        await using var fixture = new LobbyFixture();
        fixture.Join("lobby");

        Assert.Equal(0, fixture.Join("lobby").Waiting);
    }

    [Fact]
    public async Task Who_has_gone_is_not_said_to_be_heard()
    {
        await using var fixture = new LobbyFixture();
        TestMember ann = fixture.Join("lobby");
        TestMember bob = fixture.Join("lobby");
        await ann.ReadAsync<ParticipantJoined>();
        ann.Place.Room.TalkersChanged([ann.Id, bob.Id]);
        Assert.Equal(new Talking([ann.Id, bob.Id]), await ann.ReadAsync());
        fixture.Lobby.Leave(bob.Place, LeaveReason.Left);
        await ann.ReadAsync<ParticipantLeft>();

        TestMember cid = fixture.Join("lobby");
        Assert.Equal(new Talking([ann.Id]), await cid.ReadAsync());
        await ann.ReadAsync<ParticipantJoined>();

        // The mixer has not noticed yet; then it has.
        ann.Place.Room.TalkersChanged([bob.Id]);
        Assert.Equal(new Talking([]), await ann.ReadAsync());
    }

    [Fact]
    public async Task More_than_a_message_holds_are_left_out()
    {
        await using var fixture = new LobbyFixture();
        TestMember first = fixture.Join("hall");
        List<ulong> ids = [first.Id];
        for (int i = 0; i < ProtocolLimits.MaxTalkers; i++)
        {
            ids.Add(fixture.Join("hall").Id);
            await first.ReadAsync<ParticipantJoined>();
        }

        first.Place.Room.TalkersChanged(ids);

        Assert.Equal(ids.Take(ProtocolLimits.MaxTalkers), (await first.ReadAsync<Talking>()).ParticipantIds);
    }

    [Fact]
    public async Task A_room_of_which_much_is_said_at_once_has_one_word_waiting()
    {
        await using var fixture = new LobbyFixture();
        TestMember ann = fixture.Join("lobby");
        // Under the lobby's lock, so that none of it can be told meanwhile.
        ann.OnDelivery = message =>
        {
            for (int i = 0; i <= 1_000 && message is MuteChanged; i++)
            {
                ann.Place.Room.TalkersChanged(i % 2 == 0 ? [ann.Id] : []);
            }
        };

        fixture.Lobby.Mute(ann.Place, true);

        await ann.ReadAsync<MuteChanged>();
        Assert.Equal(new Talking([ann.Id]), await ann.ReadAsync());
        ann.Place.Room.TalkersChanged([]);
        Assert.Equal(new Talking([]), await ann.ReadAsync());
    }

    [Fact]
    public async Task Empty_rooms_disappear_and_the_timer_with_them()
    {
        await using var fixture = new LobbyFixture();
        TestMember ann = fixture.Join("lobby");
        TestMember bob = fixture.Join("elsewhere");
        Assert.Equal(0, fixture.Time.Waiting);

        fixture.Lobby.Leave(ann.Place, LeaveReason.Left);
        fixture.Time.Advance(TimeSpan.FromSeconds(10));
        fixture.Lobby.Leave(bob.Place, LeaveReason.Left);
        Assert.Equal((0, 2, 1), (fixture.Lobby.RoomCount, fixture.Directory.Rooms.Count, fixture.Time.Waiting));

        fixture.Time.Advance(TimeSpan.FromSeconds(20.1));
        Assert.Equal("elsewhere", Assert.Single(fixture.Directory.Rooms).Code);
        fixture.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(fixture.Directory.Rooms);
        Assert.Equal(0, fixture.Time.Waiting);
    }

    [Fact]
    public async Task Who_comes_in_time_stops_the_timer()
    {
        await using var fixture = new LobbyFixture();
        fixture.Lobby.Leave(fixture.Join("lobby").Place, LeaveReason.Left);
        fixture.Time.Advance(TimeSpan.FromSeconds(29));

        TestMember bob = fixture.Join("lobby");

        Assert.Equal(0, fixture.Time.Waiting);
        Assert.Equal(bob.Id, bob.Place.Room.Room.HostId);
    }

    [Fact]
    public async Task Who_was_put_out_is_out_at_once()
    {
        await using var fixture = new LobbyFixture();
        TestMember ann = fixture.Join("lobby");
        TestMember bob = fixture.Join("lobby");

        Assert.Null(fixture.Lobby.Kick(ann.Place, bob.Id, "enough"));

        Assert.Equal("someone (the host) put you out of the room: enough", bob.PutOutWith);
        Assert.Equal([ann.Id], ann.Place.Room.Members.Keys);
        Assert.NotNull(fixture.Lobby.Mute(bob.Place, true));
        Assert.False(fixture.Lobby.Leave(bob.Place, LeaveReason.ConnectionLost));
        await ann.ReadAsync<ParticipantJoined>();
        await ann.ReadAsync<ParticipantLeft>();
        Assert.Equal(0, ann.Waiting);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_reason_silences_the_voice(bool byHost)
    {
        await using var fixture = new LobbyFixture();
        TestMember ann = fixture.Join("lobby");
        TestMember bob = fixture.Join("lobby");

        Set(true);
        Assert.True(bob.Place.Voice.IsMuted);
        Set(false);
        Assert.False(bob.Place.Voice.IsMuted);

        void Set(bool muted) => Assert.Null(
            byHost ? fixture.Lobby.ForceMute(ann.Place, bob.Id, muted) : fixture.Lobby.Mute(bob.Place, muted));
    }

    [Fact]
    public async Task A_block_reaches_the_mixer_for_this_listener_alone()
    {
        await using var fixture = new LobbyFixture();
        TestMember ann = fixture.Join("lobby");
        TestMember bob = fixture.Join("lobby");

        Assert.Null(fixture.Lobby.Block(bob.Place, ann.Id, true));
        Assert.Equal([ann.Place.Voice], bob.Place.Voice.Blocked);
        Assert.Empty(ann.Place.Voice.Blocked);

        Assert.Null(fixture.Lobby.Block(bob.Place, ann.Id, false));
        Assert.Empty(bob.Place.Voice.Blocked);
    }
}
